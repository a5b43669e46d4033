"""Sockets."""

socket_urls: list = []
