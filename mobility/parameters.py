"""The parameters of moving: walking, changing, and how long a journey may be."""

from pydantic import BaseModel, ConfigDict, Field


class Moving(BaseModel):
    """How people move; every published figure uses the defaults unless it says otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    walk_speed_kmh: float = Field(default=4.8, gt=0, le=10)
    snap_m: float = Field(default=500, gt=0, le=5000)
    max_access_s: int = Field(default=1200, ge=0, le=7200)
    max_transfer_s: int = Field(default=600, ge=0, le=3600)
    max_walk_s: int = Field(default=1200, ge=0, le=7200)
    board_slack_s: int = Field(default=60, ge=0, le=3600)
    transfer_slack_s: int = Field(default=120, ge=0, le=3600)
    transfer_slack_rail_s: int = Field(default=180, ge=0, le=3600)
    max_rides: int = Field(default=6, ge=1, le=12)
    max_travel_s: int = Field(default=14_400, ge=60, le=43_200)

    def metres(self, seconds: int) -> float:
        """Return how far one walks in the seconds."""
        return seconds * self.walk_speed_kmh / 3.6
