"""Shared by all pages: access, middleware, template tags, sockets."""
