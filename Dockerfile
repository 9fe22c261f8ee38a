# An image that serves the shipped graph: docker build -t gbaip-graph . && docker run -p 8000:8000 gbaip-graph
# Untested: it was written where no engine could build it. What it runs is tested; see tests/serve/test_container.py.

FROM python:3.11-slim AS build
WORKDIR /source
COPY . .
RUN pip install --no-cache-dir --prefix=/installed .

FROM python:3.11-slim
COPY --from=build /installed /usr/local
# A user that owns nothing; the graph is in the package, so nothing is written.
RUN useradd --system --no-create-home gbaip
USER gbaip
ENV GBAIP_HOST=0.0.0.0 GBAIP_PORT=8000 PYTHONUNBUFFERED=1
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
ENTRYPOINT ["gbaip", "serve"]
CMD ["--workers=4"]
