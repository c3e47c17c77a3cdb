# syntax=docker/dockerfile:1
# The service in a container: docs/operations.md says how it is run. The tag can be pinned to what
# was tested: python:3.11-slim-bookworm@sha256:…
ARG PYTHON=python:3.11-slim-bookworm

FROM ${PYTHON} AS build
WORKDIR /src
COPY requirements.lock ./
# the lock names everything there is, by its hash: nothing is resolved, nothing is compiled
RUN python -m venv /opt/mobility \
 && /opt/mobility/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-compile \
      --no-deps --require-hashes --only-binary :all: -r requirements.lock
COPY pyproject.toml README.md ./
COPY gtfs gtfs
COPY mobility mobility
COPY accessibility accessibility
COPY api api
# what only builds stays here; byte code never looks at times of files, which layers round
RUN /opt/mobility/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-compile \
      --no-deps --no-build-isolation . \
 && /opt/mobility/bin/python -m pip uninstall --quiet --yes \
      hatchling editables pathspec pluggy trove-classifiers setuptools pip \
 && /opt/mobility/bin/python -m compileall -q --invalidation-mode unchecked-hash \
      /opt/mobility/lib/python3.11/site-packages
# what numba compiles, and the fonts matplotlib finds, are kept: the demo county is built and asked.
# It is compiled for the processor of this computer; on another kind it is compiled at the start
ENV PATH=/opt/mobility/bin:$PATH NUMBA_CACHE_DIR=/opt/warm/numba MPLCONFIGDIR=/opt/warm/matplotlib
WORKDIR /demo
RUN mobility demo -o . > /dev/null \
 && date=$(sed -n 's/^schultag = //p' input/region.toml) \
 && zentren=input/demo-zentren.csv \
 && set -- --date "$date" --window 06:00-09:00 \
 && mobility opportunities network --from $zentren --to $zentren "$@" -o points.csv \
 && mobility isochrones network --from zentrum-leipzig "$@" -o areas.gpkg > /dev/null \
 && mobility journeys network --from 12.64,51.14 --to zentrum-leipzig --date "$date" > /dev/null \
 && mobility lines network > /dev/null \
 && mobility compare network baseline scenario -o compared > /dev/null \
 && python -c "from pathlib import Path; from api.http.kept_tables import KeptTables; \
from api.http.row_text import table_text; from api.service import load_service; \
tables = KeptTables(load_service(Path('network'))); tables.prepare('schultag'); \
table_text(tables.of('schultag', None).drop(columns='geometry'))"

FROM ${PYTHON}
LABEL org.opencontainers.image.title="Landkreis in Fahrt" \
      org.opencontainers.image.description="Erreichbarkeit mit Bus und Bahn: Dienst und Befehle"
RUN groupadd --gid 10001 mobility \
 && useradd --uid 10001 --gid mobility --home-dir /tmp --no-create-home --shell /usr/sbin/nologin \
      mobility \
 && install --directory --owner=mobility --group=mobility --mode=0700 /var/lib/mobility
COPY --from=build /opt/mobility /opt/mobility
COPY --from=build /opt/warm /opt/warm
# the root may be read-only: only /tmp (a tmpfs) and the volume are written to
ENV PATH=/opt/mobility/bin:$PATH \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    NUMBA_CACHE_DIR=/tmp/warm/numba \
    MPLCONFIGDIR=/tmp/warm/matplotlib \
    MOBILITY_HOST=0.0.0.0 \
    MOBILITY_STORAGE=/var/lib/mobility \
    MOBILITY_LOG_FORMAT=json
USER 10001:10001
WORKDIR /tmp
VOLUME /var/lib/mobility
EXPOSE 8000
STOPSIGNAL SIGTERM
# numba refuses a cache it cannot write to, so what is warm is copied to where it can
ENTRYPOINT ["/bin/sh", "-c", "cp -R /opt/warm /tmp/ && exec mobility \"$@\"", "mobility"]
CMD ["serve", "/srv/network"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --start-interval=2s --retries=3 \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health', timeout=4)"]
