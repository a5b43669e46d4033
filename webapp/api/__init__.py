"""Shared by all families of the API: authentication, problems, schemas, idempotency, dispatch.

The operations of a family are in its feature's `api.py`; `webapp/api_urls.py` puts the families together.
"""

BASE = "/api/v1/"
