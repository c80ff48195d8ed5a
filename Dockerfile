# Not run by this project's tests (no Docker there): written from the same three steps as `make run`.
FROM python:3.12-slim
RUN useradd --create-home --uid 10001 baton && mkdir /data && chown baton /data
WORKDIR /baton
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
# Baton's own bytecode and catalogues: the user below may not write here.
RUN python -m compileall -q . && python -c "from bot import words; words.warm()"
USER baton
VOLUME /data
ENV BATON_DATABASE_URL=sqlite:////data/baton.db BATON_DATA_DIR=/data PYTHONUNBUFFERED=1
# Only with BATON_TRANSPORT=http, and then BATON_HTTP_HOST=0.0.0.0, behind a proxy that speaks TLS
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8686/healthz', timeout=4)"]
CMD ["python", "app.py", "run"]
