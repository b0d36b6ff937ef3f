#!/usr/bin/env python3
"""Writes projects of many services, for measuring how long loading takes.

    generate_projects.py FOLDER     services-50.yaml, services-500.yaml, services-5000.yaml and shared-5000.yaml

Services are as people write them: image, command, environment, ports, volumes, networks, healthcheck,
dependencies, deploy. Those of shared-5000.yaml take most of that from anchors by merge keys, and interpolate.
"""
import pathlib
import sys

TOP = """name: many
networks:
  front:
  back:
    driver: bridge
volumes:
  data:
secrets:
  token:
    environment: HOME
"""

SERVICE = """  service-{i}:
    image: registry.example.com/team/app-{group}:1.{minor}
    command: ["serve", "--port", "80", "--name", "service-{i}"]
    environment:
      MODE: production
      INDEX: {i}
      DATABASE_URL: postgres://user@service-{group}:5432/db{i}
      LOG_LEVEL: "info"
    labels:
      com.example.team: team-{group}
      com.example.index: "{i}"
    ports:
      - "{port}:80"
    volumes:
      - data:/var/lib/data
      - ./config/{i}:/etc/app:ro
    networks:
      front:
      back:
        aliases: [app-{i}]
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost/health"]
      interval: 30s
      timeout: 5s
      retries: 3
    deploy:
      resources:
        limits:
          cpus: "0.50"
          memory: 256M
    restart: unless-stopped
"""

DEPENDENCY = """    depends_on:
      service-{before}:
        condition: service_healthy
"""

SHARED_TOP = """x-environment: &environment
  MODE: ${MODE:-production}
  HOME_DIRECTORY: ${HOME}
  LOG_LEVEL: "info"
  FEATURES: "${FEATURES-a,b,c}"
x-labels: &labels
  com.example.team: team
  com.example.stage: ${STAGE:-test}
x-health: &health
  test: ["CMD", "curl", "-f", "http://localhost/health"]
  interval: 30s
  timeout: ${TIMEOUT:-5s}
  retries: 3
x-base: &base
  restart: unless-stopped
  healthcheck: *health
  networks: [front, back]
  logging:
    driver: json-file
    options: {max-size: "${LOG_SIZE:-10m}", max-file: "3"}
x-limited: &limited
  deploy: {resources: {limits: {cpus: "0.50", memory: "${MEMORY:-256M}"}}}
"""

SHARED_SERVICE = """  service-{i}:
    <<: [*base, *limited]
    image: ${{REGISTRY:-registry.example.com}}/team/app-{group}:${{TAG:-1.{minor}}}
    environment:
      <<: *environment
      INDEX: {i}
      DATABASE_URL: postgres://${{USER_NAME:-user}}@service-{group}:5432/db{i}
    labels:
      <<: *labels
      com.example.index: "{i}"
    ports: ["{port}:80"]
    volumes: ["data:/var/lib/data", "./config/{i}:/etc/app:ro"]
"""


def services(count, template):
    parts = ["services:\n"]
    for i in range(count):
        parts.append(template.format(i=i, group=i % 40, minor=i % 100, port=10000 + i))
        if i % 5:
            parts.append(DEPENDENCY.format(before=i - 1))
    return "".join(parts)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for count in (50, 500, 5000):
        (folder / f"services-{count}.yaml").write_text(TOP + services(count, SERVICE))
    (folder / "shared-5000.yaml").write_text(TOP + SHARED_TOP + services(5000, SHARED_SERVICE))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main()
