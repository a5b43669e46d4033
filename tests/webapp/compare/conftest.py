"""Fixtures for tests of the comparison pages."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories


@pytest.fixture
def client() -> Client:
    """A client that is signed in as a member of the default team."""
    signed_in = Client()
    signed_in.force_login(factories.make_person("mia"))
    return signed_in
