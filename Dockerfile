# One image for web, generate, execute and beat (docker-compose.yml). Runs as an ordinary user, never as root.
FROM python:3.11.14-slim-bookworm AS build
WORKDIR /app
# The locks first: a change of the code does not install everything anew.
COPY requirements requirements
COPY scripts scripts
# The same set-up as `make setup`; Node comes from a wheel, and the browser is installed in the last stage.
ENV CHROMIUM_PATH=/bin/true BAKEOFF_HOME=/tmp/home UV_COMPILE_BYTECODE=1
# The packages alone: the bundles are built from code that is not copied yet.
RUN python -m scripts.setup --packages
COPY . .
# The bytecode is part of the image: a container starts with a read-only root and cannot keep any. The harness is executed in
# the browser, and its folder is compared with what the bundles were built from. Files of a checkout with strict permissions
# become readable for the image's user.
RUN python -m scripts.setup && rm -rf node_modules \
 && .venv/bin/python -m compileall -q -x sandbox/harness evaluations scripts webapp manage.py \
 && chmod -R go+rX .

FROM python:3.11.14-slim-bookworm
# The browser that grades, at the version of requirements/chromium.txt: verdicts say by which one they were given. Debian keeps
# its newest version alone; when this step fails, write that one into the file, and regrade what shall stay comparable.
COPY requirements/chromium.txt /tmp/chromium-version
RUN apt-get update \
 && { apt-get install -y --no-install-recommends "chromium-headless-shell=$(cat /tmp/chromium-version)" \
        "chromium-common=$(cat /tmp/chromium-version)" libatomic1 libgomp1 util-linux \
      || { echo "Debian has another Chromium than requirements/chromium.txt names:" && apt-cache madison chromium-headless-shell && false; }; } \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home bakeoff \
 && install -d -o bakeoff -g bakeoff -m 0700 /data
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 BAKEOFF_HOME=/data HOST=0.0.0.0 PORT=8000
USER bakeoff
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["python", "-m", "scripts.process", "web"]
