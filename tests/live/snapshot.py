"""What there is of a project on the engine, in a form that two runs can be compared by.

Ids, times, addresses that the engine chose, and names that it made up are left out or named by what they stand for.
"""
import difflib
import json
import re

VOLATILE_HOST = {"ContainerIDFile"}
REPLACES = "com.docker.compose.replace"  # which container an earlier one was; says how a state was reached, not what it is
DEPENDS_ON = "com.docker.compose.depends_on"
HASH = "com.docker.compose.config-hash"
MODES = ("NetworkMode", "IpcMode", "PidMode")
HEX_NAME = re.compile(r"^[0-9a-f]{64}$")


def take_snapshot(engine, project):
    containers = engine.containers(project)
    names = {look["Id"]: name for name, look in containers.items()}
    return without_nothing({
        "containers": {name: describe_container(look, names) for name, look in containers.items()},
        "networks": {name: describe_network(network) for name, network in engine.networks(project).items()},
        "volumes": {name: describe_volume(volume) for name, volume in engine.volumes(project).items()},
    })


def without_nothing(value):
    """Without what is null, empty or left to the engine: programs write that in several ways."""
    if isinstance(value, dict):
        kept = {name: without_nothing(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each not in (None, "", [], {})}
    return [without_nothing(each) for each in value] if isinstance(value, list) else value


def describe_container(look, names):
    state = look["State"]
    host_config = describe_host_config(look["HostConfig"], names)
    return {
        "state": state["Status"],
        "exit code": state["ExitCode"] if state["Status"] == "exited" else None,
        "health": state.get("Health", {}).get("Status"),
        "image": look["Image"],
        "config": describe_config(look, host_config, names),
        "host config": host_config,
        "networks": {name: describe_endpoint(endpoint, look)
                     for name, endpoint in sorted(look["NetworkSettings"]["Networks"].items())},
        "mounts": sorted((describe_mount(mount) for mount in look["Mounts"]), key=json.dumps),
    }


def describe_config(look, host_config, names):
    config = dict(look["Config"])
    short = {each[:12]: f"<short id of {name}>" for each, name in names.items()}
    config["Hostname"] = short.get(config["Hostname"], config["Hostname"])
    config["Env"] = sorted(config["Env"] or [])
    config["Labels"] = {name: value for name, value in sorted(config["Labels"].items()) if name != REPLACES}
    # The order in which Docker Compose happens to go through its map.
    config["Labels"][DEPENDS_ON] = sorted(config["Labels"].get(DEPENDS_ON, "").split(","))
    if refers_to_others(host_config):
        config["Labels"][HASH] = "<of other containers' ids>"
    return config


def refers_to_others(host_config):
    modes = [host_config[mode] for mode in MODES]
    return bool(host_config["VolumesFrom"]) or any(mode.startswith("container:") for mode in modes)


def describe_host_config(config, names):
    config = {name: value for name, value in sorted(config.items()) if name not in VOLATILE_HOST}
    # An anonymous volume that was carried over is named here; the mounts tell what counts.
    config["Binds"] = sorted(bind for bind in config["Binds"] or [] if not is_anonymous(bind.split(":")[0]))
    config["Mounts"] = sorted((mount for mount in config.get("Mounts") or [] if not is_anonymous_mount(mount)),
                              key=json.dumps)
    for change in ("CapAdd", "CapDrop"):
        config[change] = sorted(name.removeprefix("CAP_") for name in config[change] or [])
    for mode in MODES:
        kind, _, container = config[mode].partition(":")
        config[mode] = f"{kind}:{names.get(container, container)}" if container else kind
    config["VolumesFrom"] = sorted(name_lender(each, names) for each in config["VolumesFrom"] or [])
    return config


def name_lender(entry, names):
    container, colon, mode = entry.partition(":")
    return names.get(container, container) + colon + mode


def describe_endpoint(endpoint, look):
    own = {look["Id"][:12]}
    return {
        "aliases": sorted(set(endpoint["Aliases"] or []) - own),
        "static": {name: value for name, value in (endpoint["IPAMConfig"] or {}).items() if value},
        "links": sorted(endpoint["Links"] or []),
    }


def describe_mount(mount):
    name = mount.get("Name", "")
    source = "<anonymous>" if is_anonymous(name) else name or mount["Source"]
    return {"type": mount["Type"], "source": source, "target": mount["Destination"], "writable": mount["RW"]}


def describe_network(network):
    kept = ("Driver", "Internal", "Attachable", "EnableIPv6", "Options", "Labels")
    return {name: network[name] for name in kept}


def describe_volume(volume):
    return {name: volume[name] for name in ("Driver", "Options", "Labels")}


def is_anonymous(name):
    return HEX_NAME.match(name) is not None


def is_anonymous_mount(mount):
    source = mount.get("Source", "")
    return mount["Type"] == "volume" and (not source or is_anonymous(source))


def anonymous_volumes(engine, project):
    """{(container, target): volume}"""
    return {(name, mount["Destination"]): mount["Name"]
            for name, look in engine.containers(project).items()
            for mount in look["Mounts"] if is_anonymous(mount.get("Name", ""))}


def differences(wanted, found):
    """Lines of a diff; none when both are equal."""
    texts = (json.dumps(each, indent=1, sort_keys=True).splitlines() for each in (wanted, found))
    return [line for line in difflib.unified_diff(*texts, "wanted", "found", n=2, lineterm="")]
