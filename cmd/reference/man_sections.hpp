#pragma once

namespace muster::cmd::reference {

/// What muster(1) says that does not follow from the definition of the command line.

struct Meaning {
    const char* name;
    const char* text;
};

inline constexpr const char* description_paragraphs[] = {
    "Muster creates, starts, stops and removes the containers, networks and volumes that compose files "
    "describe, on a "
    "Docker Engine. It reads the files that Docker Compose reads and gives everything the same names and "
    "labels, so "
    "that either tool can take over from the other.",
    "Before a command changes anything it makes a plan. --dry-run prints the plan instead of carrying it "
    "out, and the "
    "command plan says what up would change, and why.",
    "Installed as a plugin of the Docker CLI it is called as docker compose, and under the name "
    "docker-compose it is "
    "the same program."};

inline constexpr Meaning variables[] = {
    {"COMPOSE_FILE",
     "The compose files, separated by ':' or what COMPOSE_PATH_SEPARATOR is, where there is no --file"},
    {"COMPOSE_PROJECT_NAME", "The project's name, where there is no --project-name"},
    {"COMPOSE_PROFILES", "The profiles to enable, separated by commas, where there is no --profile"},
    {"COMPOSE_ENV_FILES", "The files of variables, separated by commas, where there is no --env-file"},
    {"COMPOSE_DISABLE_ENV_FILE", "Whether .env is to be left alone"},
    {"COMPOSE_PARALLEL_LIMIT", "As --parallel"},
    {"COMPOSE_ANSI", "As --ansi"},
    {"COMPOSE_PROGRESS", "As --progress"},
    {"COMPOSE_COMPATIBILITY", "Whether names have '_' in place of '-'"},
    {"COMPOSE_REMOVE_ORPHANS", "As --remove-orphans, for commands that take it"},
    {"COMPOSE_IGNORE_ORPHANS",
     "Whether to be silent about containers of services that are no longer declared"},
    {"COMPOSE_STATUS_STDOUT", "Whether progress goes to standard output"},
    {"NO_COLOR", "Without colours, whatever it is set to"},
    {"DOCKER_HOST", "Where the engine is, such as unix:///var/run/docker.sock or tcp://host:2375"},
    {"DOCKER_CONFIG", "The directory of the Docker CLI's configuration, else ~/.docker"},
};

inline constexpr Meaning files[] = {
    {"compose.yaml, compose.yml, docker-compose.yaml, docker-compose.yml",
     "The compose file, looked for in the current directory and those above it, in this order; with a "
     "compose.override.yaml (and so on) beside it, that is merged into it"},
    {".env",
     "Variables for the compose files, and the COMPOSE_... variables above, beside the first compose file"},
};

inline constexpr Meaning exit_codes[] = {
    {"0", "Success"},
    {"1", "Any error"},
    {"2", "plan has found something to change"},
    {"130", "Interrupted"},
    {"other",
     "exec and run exit as their command does, wait as the container does that it has waited for, and up "
     "with --exit-code-from as the service's container"},
};

} // namespace muster::cmd::reference
