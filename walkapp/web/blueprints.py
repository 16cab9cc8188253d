"""Every part of the site, in the order a visitor meets them."""

from . import (
    account,
    admin,
    admin_people,
    fixes,
    followup,
    health,
    issues,
    join,
    new_fix,
    pages,
    photos,
    plans,
    reports,
    review,
    sign_in,
    walks,
)

BLUEPRINTS = (
    pages.bp,
    join.bp,
    walks.bp,
    issues.bp,
    photos.bp,
    plans.bp,
    review.bp,
    new_fix.bp,
    fixes.bp,
    reports.bp,
    followup.bp,
    sign_in.bp,
    account.bp,
    admin.bp,
    admin_people.bp,
    health.bp,
)
