"""How quickly a chain of services could have come up: what the engine itself took, as its own events tell.

Each service starts when the one before is healthy. So nothing can be quicker than: making the network and the first
container; then for each service the engine's work on its start, and the time from there to its event "healthy". What
a run took beyond that is the program's own: its start-up, its looks, the time from an event to the next request.
"""
HEALTHY = "health_status: healthy"


def floor_seconds(requests, events, services):
    """`requests`: of one first `up -d` of the chain; `services`: their names, in order."""
    ids = {service_of(event): event["Actor"]["ID"] for event in events if event["Action"] == "start"}
    healthy = {service_of(event): event["timeNano"] / 1e9 for event in reversed(events) if event["Action"] == HEALTHY}
    starts = [find_start(requests, ids[service], service) for service in services]
    floor = duration_of(requests, "/networks/create") + duration_of(requests, "/containers/create")
    floor += sum(start.answered - start.asked for start in starts)
    return floor + sum(healthy[service] - start.answered for service, start in zip(services[:-1], starts))


def service_of(event):
    return event["Actor"]["Attributes"].get("com.docker.compose.service")


def find_start(requests, container, service):
    """The program may name the container by its id, a part of it, or its name."""
    for request in requests:
        words = request.path.split("/")
        if words[1] == "containers" and words[-1] == "start":
            if container.startswith(words[2]) or words[2].endswith(f"-{service}-1"):
                return request
    raise ValueError(f"nobody started {service}")


def duration_of(requests, path):
    first = next(request for request in requests if request.path == path)
    return first.answered - first.asked
