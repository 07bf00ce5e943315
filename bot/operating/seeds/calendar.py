"""When things go wrong: several times on a working day, seldom at night and on weekends."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate

_HOUR = timedelta(hours=1)
_AT_NIGHT, _IN_THE_MORNING, _BY_DAY = 1, 4, 10
_WEIGHT_OF_HOUR = (*[_AT_NIGHT] * 6, *[_IN_THE_MORNING] * 2, *[_BY_DAY] * 10, *[_IN_THE_MORNING] * 3, *[_AT_NIGHT] * 3)
_WEEKEND_IS_QUIETER = 5
_WORK_STARTS, _WORK_ENDS = 8, 17
_SATURDAY = 5


def moments(positions: Sequence[float], *, until: datetime, days: int) -> list[datetime]:
    """Return moments of the days before, in order: positions between 0 and 1 spread over the hours by their weight."""
    first = until - timedelta(days=days)
    hours = [first + _HOUR * count for count in range(days * 24)]
    reached = list(accumulate(_weight(hour) for hour in hours))
    return [_at(position * reached[-1], hours, reached) for position in sorted(positions)]


def at_work(at: datetime) -> datetime:
    """Return the moment itself in working hours, else one as far into the next working day."""
    if at.hour >= _WORK_ENDS:
        at = at.replace(hour=_WORK_STARTS) + timedelta(days=1)
    elif at.hour < _WORK_STARTS:
        at = at.replace(hour=_WORK_STARTS)
    return at + timedelta(days=max(0, 7 - at.weekday()) if at.weekday() >= _SATURDAY else 0)


def _weight(hour: datetime) -> int:
    weight = _WEIGHT_OF_HOUR[hour.hour]
    return weight if hour.weekday() < _SATURDAY else max(1, weight // _WEEKEND_IS_QUIETER)


def _at(wanted: float, hours: Sequence[datetime], reached: Sequence[int]) -> datetime:
    index = bisect_left(reached, wanted)
    hour = hours[index]
    part = 1 - (reached[index] - wanted) / _weight(hour)
    return hour + timedelta(seconds=int(part * _HOUR.total_seconds()))
