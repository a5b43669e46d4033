"""Chromium: process, protocol, isolation, memory."""
