"""Lifelike Dutch content for trying out and for benchmarks: the same numbers give the same content."""

from forum.transfer.seed.planting import Planted, people_here, plant
from forum.transfer.seed.recipe import Recipe

__all__ = ["Planted", "Recipe", "people_here", "plant"]
