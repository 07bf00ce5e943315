"""Believable incidents for a trial: pure, and the same each time for the same people and the same hour."""

from bot.operating.seeds.cast import Cast, made_up
from bot.operating.seeds.lives import DAYS, lives

__all__ = ["DAYS", "Cast", "lives", "made_up"]
