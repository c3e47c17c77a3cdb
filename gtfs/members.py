"""Members of a feed: the files that are read, the columns they must have and may have."""

REQUIRED_FILES = ("agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt")
CALENDAR_FILES = ("calendar.txt", "calendar_dates.txt")  # one of them is enough
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

REQUIRED_COLUMNS: dict[str, tuple[str, ...]] = {
    "agency.txt": ("agency_name", "agency_timezone"),
    "stops.txt": ("stop_id", "stop_name", "stop_lat", "stop_lon"),
    "routes.txt": ("route_id", "route_type"),
    "trips.txt": ("route_id", "service_id", "trip_id"),
    "stop_times.txt": ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"),
    "calendar.txt": ("service_id", *WEEKDAYS, "start_date", "end_date"),
    "calendar_dates.txt": ("service_id", "date", "exception_type"),
    "frequencies.txt": ("trip_id", "start_time", "end_time", "headway_secs"),
    "transfers.txt": ("transfer_type",),
    "feed_info.txt": (),
    "location_groups.txt": ("location_group_id",),
    "shapes.txt": (),  # nothing depends on it but how maps look: gtfs.shapes says what it lacks
}

# Both spellings are in use: the adopted names of GTFS-Flex and those of its draft.
WINDOW_COLUMNS = (
    "start_pickup_drop_off_window",
    "end_pickup_drop_off_window",
    "start_pickup_dropoff_window",
    "end_pickup_dropoff_window",
)
FLEX_PLACE_COLUMNS = ("location_group_id", "location_id")
FLEX_FILES = (
    "locations.geojson",
    "location_groups.txt",
    "location_group_stops.txt",
    "booking_rules.txt",
)

OPTIONAL_COLUMNS: dict[str, tuple[str, ...]] = {
    "agency.txt": ("agency_id",),
    "stops.txt": ("location_type", "parent_station", "platform_code", "wheelchair_boarding"),
    "routes.txt": (
        "agency_id",
        "route_short_name",
        "route_long_name",
        "route_desc",
        "route_color",
    ),
    "trips.txt": (
        "trip_headsign",
        "trip_short_name",
        "direction_id",
        "block_id",
        "shape_id",
        "wheelchair_accessible",
        "bikes_allowed",
    ),
    "stop_times.txt": (
        "pickup_type",
        "drop_off_type",
        "shape_dist_traveled",
        *FLEX_PLACE_COLUMNS,
        *WINDOW_COLUMNS,
    ),
    "frequencies.txt": ("exact_times",),
    "transfers.txt": (
        "from_stop_id",
        "to_stop_id",
        "from_route_id",
        "to_route_id",
        "from_trip_id",
        "to_trip_id",
        "min_transfer_time",
    ),
    "feed_info.txt": ("feed_publisher_name", "feed_start_date", "feed_end_date"),
}


def columns_of(file: str) -> tuple[str, ...]:
    """Return the columns read from a member."""
    return REQUIRED_COLUMNS[file] + OPTIONAL_COLUMNS.get(file, ())
