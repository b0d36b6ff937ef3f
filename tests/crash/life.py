"""A project's life in steps: what its file says at each, and what is run."""
from dataclasses import dataclass

COMPOSE = """
services:
  db:
    image: muster-test/busybox:1
    init: true
    command: sleep 600
    environment: {{VERSION: "{version}"}}
    volumes: [data:/data, /state]
    networks: {{back: {{ipv4_address: "{subnet}.10", aliases: [store]}}}}
    healthcheck: {{test: [CMD, "true"], interval: 200ms, timeout: 20s, retries: 20}}
  job:
    image: muster-test/busybox:1
    command: sh -c 'echo done'
    networks: [back]
    depends_on: {{db: {{condition: service_healthy}}}}
  web:
    image: muster-test/busybox:1
    init: true
    command: sleep 600
    environment: {{VERSION: "{version}"}}
    scale: {scale}
    networks: {{front: {{aliases: [entrance]}}, back: }}
    configs: [settings]
    volumes: [/cache]
    depends_on:
      db: {{condition: service_healthy, restart: true}}
      job: {{condition: service_completed_successfully}}
  beside:
    image: muster-test/busybox:1
    init: true
    command: sleep 600
    network_mode: service:db
networks:
  front: {{labels: {{zone: "{zone}"}}}}
  back: {{labels: {{zone: "{zone}"}}, ipam: {{config: [{{subnet: "{subnet}.0/24"}}]}}}}
volumes:
  data:
configs:
  settings: {{content: "colour = blue"}}
"""


@dataclass(frozen=True)
class Step:
    kind: str
    command: str
    version: int = 1
    zone: str = "one"
    scale: int = 1

    def compose(self, subnet):
        return COMPOSE.format(version=self.version, zone=self.zone, scale=self.scale, subnet=subnet)

    def is_up(self):
        return self.command.startswith("up")

    def keeps_containers(self):
        """Whether what is in anonymous volumes has to be there after the step."""
        return self.is_up() and self.kind != "up fresh"


STEPS = [
    Step("up fresh", "up -d"),
    Step("up recreate", "up -d", version=2),
    Step("up network", "up -d", version=2, zone="two"),
    Step("up scale up", "up -d", version=2, zone="two", scale=3),
    Step("up all at once", "up -d", version=3, zone="three", scale=2),
    Step("up scale down", "up -d", version=3, zone="three", scale=1),
    Step("down", "down --timeout 0", version=3, zone="three", scale=1),
    Step("up fresh", "up -d"),
    Step("down volumes", "down --volumes --timeout 0"),
]
