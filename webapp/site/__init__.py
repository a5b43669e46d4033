"""What every page uses: access, middleware, template tags, sockets."""
