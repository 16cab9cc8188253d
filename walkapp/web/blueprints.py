"""Every part of the site, in the order a visitor meets them."""

from . import health, pages

BLUEPRINTS = (
    pages.bp,
    health.bp,
)
