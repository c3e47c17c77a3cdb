"""What all tests share."""

import os

# results must not depend on it, and a laptop's tests should not either
os.environ.setdefault("OMP_NUM_THREADS", "1")
