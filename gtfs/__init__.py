"""The timetable: GTFS feeds become one immutable :class:`gtfs.timetable.Timetable`."""
