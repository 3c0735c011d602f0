# One image for web, workers and beat. The same lock and hashes as bin/setup.
FROM debian:12-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --home-dir /srv/trame trame \
 && install -d -o trame /srv/trame/app /srv/trame/files
WORKDIR /srv/trame/app
COPY --chown=trame requirements.lock ./
COPY --chown=trame bin bin
COPY --chown=trame config config
USER trame
RUN bin/setup
COPY --chown=trame . .
ENV PATH=/srv/trame/app/.venv/bin:$PATH PYTHONUNBUFFERED=1
# The key serves this line alone; HTTPS asks for compressed files.
RUN HTTPS=true SECRET_KEY=unused python -m config.engines.prepare --image
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload", "--no-control-socket", "--access-logfile", "-"]
