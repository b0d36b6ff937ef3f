#include "tests/compose/reconcile/scene.hpp"

#include <doctest/doctest.h>

namespace muster::compose::reconcile {

namespace {

const std::string chain = R"(
services:
  mariadb:
    build: requirements/mariadb
    image: mariadb:inception
    container_name: mariadb
    volumes: ["data:/var/lib/mysql"]
    networks: [inception]
    healthcheck: {test: [CMD, healthy]}
  wordpress:
    build: requirements/wordpress
    image: wordpress:inception
    container_name: wordpress
    volumes: ["www:/var/www"]
    networks: [inception]
    depends_on: {mariadb: {condition: service_healthy}}
    healthcheck: {test: [CMD, healthy]}
  nginx:
    build: requirements/nginx
    image: nginx:inception
    container_name: nginx
    ports: ["443:443"]
    volumes: ["www:/var/www:ro"]
    networks: [inception]
    depends_on: {wordpress: {condition: service_healthy}}
networks: {inception: {}}
volumes: {data: {}, www: {}}
)";

const std::string chain_resources = R"(
network inception
volume data
volume www
image mariadb:inception
image wordpress:inception
image nginx:inception
)";

const std::string chain_up = chain_resources + R"(
container mariadb mariadb 1 running healthy
container wordpress wordpress 1 running healthy
container nginx nginx 1 running
)";

const std::string web = "services: {web: {image: 'nginx:1'}}";

const std::string web_up = R"(
network default
image nginx:1
container demo-web-1 web 1 running
)";

/// A database and a web service that waits for it.
std::string pair_with(const std::string& depends_on, const std::string& db = "") {
    return "services:\n"
           "  db: {image: 'db:1'" +
           db +
           "}\n"
           "  web: {image: 'web:1', depends_on: {db: " +
           depends_on + "}}\n";
}

const std::string pair_resources = R"(
network default
image db:1
image web:1
)";

} // namespace

TEST_SUITE("plan_up: what is missing") {
    TEST_CASE("a fresh project is built, created and started in the order of its health gates") {
        CHECK(up({chain, ""}) == R"(
0 build image mariadb:inception: the image is not present
1 build image nginx:inception: the image is not present
2 build image wordpress:inception: the image is not present
3 create network demo_inception: it does not exist
4 create volume demo_data: it does not exist
5 create volume demo_www: it does not exist
6 create container mariadb after 0 3 4: it does not exist
7 start container mariadb after 6: it does not exist
8 create container wordpress after 2 3 5: it does not exist
9 wait until healthy mariadb after 7
10 start container wordpress after 8 9: it does not exist
11 create container nginx after 1 3 5: it does not exist
12 wait until healthy wordpress after 10
13 start container nginx after 11 12: it does not exist
)");
    }

    TEST_CASE("a project that is up has nothing to do") {
        CHECK(plan_up_of({chain, chain_up}).empty());
        CHECK(plan_up_of({chain, chain_up}).unchanged ==
              std::vector<Unchanged>{{"Container mariadb", "Healthy"},
                                     {"Container wordpress", "Healthy"},
                                     {"Container nginx", "Running"}});
    }

    TEST_CASE("a stopped project is started, gated as when it was new") {
        CHECK(up({chain, chain_resources + R"(
            container mariadb mariadb 1 exited
            container wordpress wordpress 1 exited
            container nginx nginx 1 exited)"}) == R"(
0 start container mariadb: it is exited
1 wait until healthy mariadb after 0
2 start container wordpress after 1: it is exited
3 wait until healthy wordpress after 2
4 start container nginx after 3: it is exited
)");
    }

    TEST_CASE("services that are named bring what they depend on, and nothing else") {
        CHECK(up({chain, chain_resources}, {.services = {"wordpress"}}) == R"(
0 create container mariadb: it does not exist
1 start container mariadb after 0: it does not exist
2 create container wordpress: it does not exist
3 wait until healthy mariadb after 1
4 start container wordpress after 2 3: it does not exist
)");
    }

    TEST_CASE("containers are created and not started on request") {
        CHECK(up({pair_with("{condition: service_healthy}"), pair_resources},
                 {.starting = Starting::create_only}) == R"(
0 create container demo-db-1: it does not exist
1 create container demo-web-1: it does not exist
)");
    }

    TEST_CASE("with wait, the plan ends with every container ready") {
        CHECK(up({pair_with("{condition: service_started}"), pair_resources}, {.wait = true}) == R"(
0 create container demo-db-1: it does not exist
1 start container demo-db-1 after 0: it does not exist
2 create container demo-web-1: it does not exist
3 start container demo-web-1 after 1 2: it does not exist
4 wait until ready demo-db-1 after 1
5 wait until ready demo-web-1 after 3
)");
    }

    TEST_CASE("with wait, a running container whose health is not known yet is waited for") {
        CHECK(up({chain, chain_resources + R"(
            container mariadb mariadb 1 running healthy
            container wordpress wordpress 1 running starting
            container nginx nginx 1 running)"},
                 {.wait = true}) == R"(
0 wait until ready wordpress
)");
    }

    TEST_CASE("hooks run after the start, one after the other") {
        CHECK(up({R"(services: {web: {image: 'nginx:1', post_start: [{command: a}, {command: b}]}})",
                  "network default\nimage nginx:1"}) == R"(
0 create container demo-web-1: it does not exist
1 start container demo-web-1 after 0: it does not exist
2 run post_start hook in demo-web-1 after 1: it does not exist
3 run post_start hook in demo-web-1 after 2: it does not exist
)");
    }

    TEST_CASE("the content of secrets without a file is copied in before the start") {
        CHECK(up({R"(
services: {web: {image: 'nginx:1', configs: [site]}}
configs: {site: {content: text}})",
                  "network default\nimage nginx:1"}) == R"(
0 create container demo-web-1: it does not exist
1 copy secrets and configs into container demo-web-1 after 0: it does not exist
2 start container demo-web-1 after 0 1: it does not exist
)");
    }
}

TEST_SUITE("plan_up: what has changed") {
    TEST_CASE("changed variables are named, credentials without their values") {
        CHECK(
            up({"services: {web: {image: 'nginx:1', environment: {DEBUG: '1', PASSWORD: new}}}", web_up,
                "services: {web: {image: 'nginx:1', environment: {DEBUG: '0', PASSWORD: old, GONE: x}}}"}) ==
            R"(
0 create replacement container demo-web-1: environment.GONE: 'x' -> (removed); environment.DEBUG: '0' -> '1'; environment.PASSWORD: (hidden) -> (hidden)
1 stop container demo-web-1 after 0: environment.GONE: 'x' -> (removed); environment.DEBUG: '0' -> '1'; environment.PASSWORD: (hidden) -> (hidden)
2 remove container demo-web-1 after 0 1: environment.GONE: 'x' -> (removed); environment.DEBUG: '0' -> '1'; environment.PASSWORD: (hidden) -> (hidden)
3 rename container to demo-web-1 after 2: environment.GONE: 'x' -> (removed); environment.DEBUG: '0' -> '1'; environment.PASSWORD: (hidden) -> (hidden)
4 start container demo-web-1 after 3: environment.GONE: 'x' -> (removed); environment.DEBUG: '0' -> '1'; environment.PASSWORD: (hidden) -> (hidden)
)");
    }

    TEST_CASE("another image is pulled first, then the container is replaced") {
        CHECK(up({"services: {web: {image: 'nginx:2'}}", web_up, web}) == R"(
0 pull image nginx:2: the image is not present
1 create replacement container demo-web-1 after 0: image: 'nginx:1' -> 'nginx:2'
2 stop container demo-web-1 after 1: image: 'nginx:1' -> 'nginx:2'
3 remove container demo-web-1 after 1 2: image: 'nginx:1' -> 'nginx:2'
4 rename container to demo-web-1 after 3: image: 'nginx:1' -> 'nginx:2'
5 start container demo-web-1 after 4: image: 'nginx:1' -> 'nginx:2'
)");
    }

    TEST_CASE("an image whose content changed replaces its containers") {
        CHECK(up({web, R"(
            network default
            image nginx:1 id=sha256:fedcba9876543210
            container demo-web-1 web 1 running image=sha256:0123456789abcdef)"}) == R"(
0 create replacement container demo-web-1: image 'nginx:1' changed: sha256:0123456789ab -> sha256:fedcba987654
1 stop container demo-web-1 after 0: image 'nginx:1' changed: sha256:0123456789ab -> sha256:fedcba987654
2 remove container demo-web-1 after 0 1: image 'nginx:1' changed: sha256:0123456789ab -> sha256:fedcba987654
3 rename container to demo-web-1 after 2: image 'nginx:1' changed: sha256:0123456789ab -> sha256:fedcba987654
4 start container demo-web-1 after 3: image 'nginx:1' changed: sha256:0123456789ab -> sha256:fedcba987654
)");
    }

    TEST_CASE("with build, the container is replaced only if the image turns out to have changed") {
        CHECK(up({"services: {web: {image: 'web:1', build: .}}", R"(
            network default
            image web:1
            container demo-web-1 web 1 running)"},
                 {.building = Building::always}) == R"(
0 build image web:1: a build was asked for
1 create replacement container demo-web-1 after 0 if image web:1 is not id of web:1: if image 'web:1' turns out to have changed
2 stop container demo-web-1 after 0 1 if image web:1 is not id of web:1: if image 'web:1' turns out to have changed
3 remove container demo-web-1 after 1 2 if image web:1 is not id of web:1: if image 'web:1' turns out to have changed
4 rename container to demo-web-1 after 3 if image web:1 is not id of web:1: if image 'web:1' turns out to have changed
5 start container demo-web-1 after 4 if image web:1 is not id of web:1: if image 'web:1' turns out to have changed
)");
    }

    TEST_CASE("containers that have changed are left alone on request") {
        CHECK(up({web, "network default\nimage nginx:1\ncontainer demo-web-1 web 1 running stale"},
                 {.recreate = Recreate::never}) == "\n");
    }

    TEST_CASE(
        "containers that have not changed are replaced on request, with new anonymous volumes if asked") {
        const UpOptions options{.recreate = Recreate::always,
                                .anonymous_volumes = AnonymousVolumesOnRecreate::renew};
        CHECK(up({web, web_up}, options) == R"(
0 create replacement container demo-web-1: a recreate was asked for
1 stop container demo-web-1 after 0: a recreate was asked for
2 remove container demo-web-1 after 0 1: a recreate was asked for
3 rename container to demo-web-1 after 2: a recreate was asked for
4 start container demo-web-1 after 3: a recreate was asked for
)");
        CHECK(std::get<RemoveContainer>(plan_up_of({web, web_up}, options).steps.at(2).action).volumes ==
              AnonymousVolumes::remove);
    }

    TEST_CASE("of services that are only depended on, unchanged containers stay") {
        CHECK(up({pair_with("{condition: service_started}"), pair_resources + R"(
            container demo-db-1 db 1 running
            container demo-web-1 web 1 running)"},
                 {.services = {"web"}, .recreate = Recreate::always}) == R"(
0 create replacement container demo-web-1: a recreate was asked for
1 stop container demo-web-1 after 0: a recreate was asked for
2 remove container demo-web-1 after 0 1: a recreate was asked for
3 rename container to demo-web-1 after 2: a recreate was asked for
4 start container demo-web-1 after 3: a recreate was asked for
)");
    }

    TEST_CASE("with restart, a dependent is stopped while what it depends on is replaced") {
        CHECK(up({pair_with("{condition: service_started, restart: true}"), pair_resources + R"(
            container demo-db-1 db 1 running stale
            container demo-web-1 web 1 running)"}) == R"(
0 create replacement container demo-db-1: its configuration changed
1 stop container demo-web-1 after 0: it depends on 'db', which is replaced, with 'restart: true'
2 stop container demo-db-1 after 0 1: its configuration changed
3 remove container demo-db-1 after 0 1 2: its configuration changed
4 rename container to demo-db-1 after 3: its configuration changed
5 start container demo-db-1 after 4: its configuration changed
6 start container demo-web-1 after 1 5: it depends on 'db', which is replaced, with 'restart: true'
)");
    }

    TEST_CASE("a container that shares another's network is replaced with it") {
        CHECK(up({R"(
services:
  vpn: {image: 'vpn:1'}
  web: {image: 'web:1', network_mode: 'service:vpn'})",
                  R"(
            network default
            image vpn:1
            image web:1
            container demo-vpn-1 vpn 1 running stale
            container demo-web-1 web 1 running)"}) == R"(
0 create replacement container demo-vpn-1: its configuration changed
1 stop container demo-vpn-1 after 0: its configuration changed
2 remove container demo-vpn-1 after 0 1: its configuration changed
3 rename container to demo-vpn-1 after 2: its configuration changed
4 start container demo-vpn-1 after 3: its configuration changed
5 create replacement container demo-web-1 after 0: network_mode: service 'vpn' gets a new container
6 stop container demo-web-1 after 4 5: network_mode: service 'vpn' gets a new container
7 remove container demo-web-1 after 4 5 6: network_mode: service 'vpn' gets a new container
8 rename container to demo-web-1 after 7: network_mode: service 'vpn' gets a new container
9 start container demo-web-1 after 4 8: network_mode: service 'vpn' gets a new container
)");
    }

    TEST_CASE("a container that is off its network is replaced") {
        CHECK(up({web, "network default\nimage nginx:1\ncontainer demo-web-1 web 1 running off=default"}) ==
              R"(
0 create replacement container demo-web-1: it is not connected to network 'demo_default'
1 stop container demo-web-1 after 0: it is not connected to network 'demo_default'
2 remove container demo-web-1 after 0 1: it is not connected to network 'demo_default'
3 rename container to demo-web-1 after 2: it is not connected to network 'demo_default'
4 start container demo-web-1 after 3: it is not connected to network 'demo_default'
)");
    }

    TEST_CASE("stop hooks run before a container that is replaced stops") {
        CHECK(up({R"(services: {web: {image: 'nginx:1', pre_stop: [{command: bye}]}})",
                  "network default\nimage nginx:1\ncontainer demo-web-1 web 1 running stale"}) == R"(
0 create replacement container demo-web-1: its configuration changed
1 run pre_stop hook in demo-web-1 after 0: its configuration changed
2 stop container demo-web-1 after 0 1: its configuration changed
3 remove container demo-web-1 after 0 2: its configuration changed
4 rename container to demo-web-1 after 3: its configuration changed
5 start container demo-web-1 after 4: its configuration changed
)");
    }
}

TEST_SUITE("plan_up: scale and orphans") {
    TEST_CASE("further containers take the numbers above the highest") {
        CHECK(up({"services: {web: {image: 'nginx:1', scale: 3}}", R"(
            network default
            image nginx:1
            container demo-web-2 web 2 running
            container demo-web-5 web 5 running)"}) == R"(
0 create container demo-web-6: it does not exist
1 start container demo-web-6 after 0: it does not exist
)");
    }

    TEST_CASE("of too many containers, those that are out of date go first") {
        CHECK(up({"services: {web: {image: 'nginx:1', scale: 2}}", R"(
            network default
            image nginx:1
            container demo-web-1 web 1 running stale
            container demo-web-2 web 2 running
            container demo-web-3 web 3 running)"}) == R"(
0 stop container demo-web-1: the service asks for 2 containers
1 remove container demo-web-1 after 0: the service asks for 2 containers
)");
    }

    TEST_CASE("orphans are pointed out, removed or passed over") {
        const Scene scene{web, web_up + R"(
            container demo-old-1 old 1 running
            container demo-web-run-1 web 0 exited one-off
            container demo-web-run-2 web 0 running one-off)"};
        CHECK(up(scene) == R"(
warning: found orphan containers (demo-old-1, demo-web-run-1) for this project; if their services were removed or renamed in the compose file, --remove-orphans cleans them up
)");
        CHECK(up(scene, {.orphans = Orphans::remove}) == R"(
0 stop container demo-old-1: no service of the project is called 'old'
1 remove container demo-old-1 after 0: no service of the project is called 'old'
2 remove container demo-web-run-1: it was made for a single command, which is done
)");
        CHECK(up(scene, {.orphans = Orphans::ignore}) == "\n");
    }
}

TEST_SUITE("plan_up: what an interrupted run left") {
    const std::string resources = "network default\nimage nginx:1\n";

    TEST_CASE("a replacement that was created is used, and the old container removed") {
        CHECK(up({web, resources + R"(
            container demo-web-1 web 1 running stale
            container 000000000001_demo-web-1 web 1 created)"}) == R"(
0 stop container demo-web-1: left over from an interrupted run
1 remove container demo-web-1 after 0: left over from an interrupted run
2 rename container to demo-web-1 after 1: an interrupted run left it under a temporary name
3 start container demo-web-1 after 2: an interrupted run left it under a temporary name
)");
    }

    TEST_CASE("a replacement whose old container is gone gets its name and is started") {
        CHECK(up({web, resources + "container 000000000001_demo-web-1 web 1 created"}) == R"(
0 rename container to demo-web-1: an interrupted run left it under a temporary name
1 start container demo-web-1 after 0: an interrupted run left it under a temporary name
)");
    }

    TEST_CASE("a replacement that was renamed is started") {
        CHECK(up({web, resources + "container demo-web-1 web 1 created"}) == R"(
0 start container demo-web-1: it is created
)");
    }

    TEST_CASE("a replacement that is out of date by now is removed before another one is made") {
        CHECK(up({web, resources + R"(
            container demo-web-1 web 1 running stale
            container 000000000001_demo-web-1 web 1 created stale)"}) == R"(
0 remove container 000000000001_demo-web-1: left over from an interrupted run
1 create replacement container demo-web-1 after 0: its configuration changed
2 stop container demo-web-1 after 1: its configuration changed
3 remove container demo-web-1 after 1 2: its configuration changed
4 rename container to demo-web-1 after 3: its configuration changed
5 start container demo-web-1 after 4: its configuration changed
)");
    }

    TEST_CASE("a replacement is removed when the old container is as declared again") {
        CHECK(up({web, resources + R"(
            container demo-web-1 web 1 running
            container 000000000001_demo-web-1 web 1 created stale)"}) == R"(
0 remove container 000000000001_demo-web-1: left over from an interrupted run
)");
    }
}

TEST_SUITE("plan_up: networks and volumes") {
    TEST_CASE("a missing external network is an error before anything is done") {
        CHECK(up({R"(
services: {web: {image: 'nginx:1', networks: [shared]}}
networks: {shared: {external: true}})",
                  "image nginx:1"}) == R"(
error: network 'shared' is declared as external, but does not exist
hint: create it with 'docker network create shared', or remove 'external' from networks.shared
)");
    }

    TEST_CASE("a network that has changed is replaced, with the containers in it") {
        CHECK(up({web, R"(
            network default diverged
            image nginx:1
            container demo-web-1 web 1 running)"}) == R"(
0 stop container demo-web-1: its settings changed
1 disconnect container demo-web-1 after 0: its settings changed
2 remove network demo_default after 1: its settings changed
3 create network demo_default after 2: its settings changed
4 create replacement container demo-web-1 after 3: network 'demo_default' is replaced
5 remove container demo-web-1 after 0 4: network 'demo_default' is replaced
6 rename container to demo-web-1 after 5: network 'demo_default' is replaced
7 start container demo-web-1 after 6: network 'demo_default' is replaced
)");
    }

    TEST_CASE("a second network of the same name is removed") {
        CHECK(up({web, web_up + "network default surplus id=twin"}) == R"(
0 remove network demo_default: an interrupted run left a second one of that name
)");
    }

    TEST_CASE("a volume that is somebody else's is used with a warning, one that changed is kept") {
        CHECK(up({R"(
services: {web: {image: 'nginx:1', volumes: ['data:/data', 'logs:/logs']}}
volumes: {data: {}, logs: {}})",
                  web_up + "volume data foreign\nvolume logs diverged"}) == R"(
warning: volume 'demo_data' already exists but was not created for this project; use 'external: true' to say that it is meant
warning: volume 'demo_logs' is not as the compose file declares it; it is kept, because recreating it would lose its data
)");
    }

    TEST_CASE("a port that a container gives up is free before its new owner starts") {
        CHECK(up({R"(
services:
  api: {image: 'nginx:1', ports: ['80:80']}
  web: {image: 'nginx:1'})",
                  R"(
            network default
            image nginx:1
            container demo-web-1 web 1 running stale publishes=80)"}) == R"(
0 stop container demo-web-1: its configuration changed
1 create container demo-api-1: it does not exist
2 start container demo-api-1 after 0 1: it does not exist
3 create replacement container demo-web-1: its configuration changed
4 remove container demo-web-1 after 0 3: its configuration changed
5 rename container to demo-web-1 after 4: its configuration changed
6 start container demo-web-1 after 5: its configuration changed
)");
    }
}

TEST_SUITE("plan_up: gates") {
    TEST_CASE("a dependency that is healthy already is not waited for, one that is starting is") {
        const std::string compose =
            pair_with("{condition: service_healthy}", ", healthcheck: {test: [CMD, x]}");
        CHECK(up({compose, pair_resources + "container demo-db-1 db 1 running healthy"}) == R"(
0 create container demo-web-1: it does not exist
1 start container demo-web-1 after 0: it does not exist
)");
        CHECK(up({compose, pair_resources + "container demo-db-1 db 1 running starting"}) == R"(
0 create container demo-web-1: it does not exist
1 wait until healthy demo-db-1
2 start container demo-web-1 after 0 1: it does not exist
)");
    }

    TEST_CASE("a job that is done stays so until one that waits for it starts") {
        const std::string compose = pair_with("{condition: service_completed_successfully}");
        const std::string done = pair_resources + "container demo-db-1 db 1 exited\n";
        CHECK(up({compose, done + "container demo-web-1 web 1 running"}) == "\n");
        CHECK(up({compose, done + "container demo-web-1 web 1 exited"}) == R"(
0 start container demo-db-1: it is exited
1 wait until completed demo-db-1 after 0
2 start container demo-web-1 after 1: it is exited
)");
    }

    TEST_CASE("a job that failed runs again") {
        CHECK(up({pair_with("{condition: service_completed_successfully}"), pair_resources + R"(
            container demo-db-1 db 1 exited exit=1
            container demo-web-1 web 1 running)"}) == R"(
0 start container demo-db-1: it is exited
)");
    }

    TEST_CASE("a dependency that is not required may fail") {
        const Plan plan =
            plan_up_of({pair_with("{condition: service_healthy, required: false}"), pair_resources});
        CHECK("\n" + dump(plan) == R"(
0 create container demo-db-1: it does not exist
1 start container demo-db-1 after 0: it does not exist
2 create container demo-web-1: it does not exist
3 wait until healthy demo-db-1 after 1
4 start container demo-web-1 after 2 3: it does not exist
)");
        CHECK(std::get<WaitFor>(plan.steps.at(3).action).necessity == Necessity::optional);
    }
}

TEST_SUITE("plan_up: images") {
    TEST_CASE("images are fetched by their pull policy") {
        const std::string present = "network default\nimage nginx:1";
        CHECK(up({web, "network default"}) == R"(
0 pull image nginx:1: the image is not present
1 create container demo-web-1 after 0: it does not exist
2 start container demo-web-1 after 1: it does not exist
)");
        CHECK(up({web, present}, {.pull_policy = "always", .starting = Starting::create_only}) == R"(
0 pull image nginx:1: pull policy 'always'
1 create container demo-web-1 after 0: it does not exist
)");
        CHECK(up({web, present}, {.pull_policy = "missing", .starting = Starting::create_only}) == R"(
0 create container demo-web-1: it does not exist
)");
        CHECK(up({web, "network default"}, {.pull_policy = "never"}) == R"(
error: image 'nginx:1' of service 'web' is not present, and its pull policy is 'never'
)");
    }

    TEST_CASE("an image that one service builds is not pulled for another") {
        CHECK(up({R"(
services:
  app: {image: 'app:1', build: .}
  job: {image: 'app:1'})",
                  "network default"},
                 {.starting = Starting::create_only}) == R"(
0 build image app:1: the image is not present
1 create container demo-app-1 after 0: it does not exist
2 create container demo-job-1 after 0: it does not exist
)");
    }

    TEST_CASE("without building, a missing image that has no name of its own is an error") {
        CHECK(up({"services: {web: {build: .}}", ""}, {.building = Building::never}) == R"(
error: image 'demo-web' of service 'web' is not present, and building is switched off
)");
    }
}

} // namespace muster::compose::reconcile
