"""The site: pages, forms, API and WebSockets."""
