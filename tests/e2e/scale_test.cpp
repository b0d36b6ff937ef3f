#include "steps.hpp"

#include <doctest/doctest.h>

namespace muster::e2e {

using engine::ContainerState;

TEST_CASE("deploy.replicas says how many containers a service has, and numbers begin at one") {
    Sandbox box("services:\n" + running("web", "deploy: {replicas: 3}"));
    succeed(box, {"up", "-d"});
    CHECK(box.container_names() == names_of(box, {"web-1", "web-2", "web-3"}));
    CHECK(box.container("web", 3).spec.labels.at("com.docker.compose.container-number") == "3");
}

TEST_CASE("a new replica takes the number after the highest, and gaps stay") {
    Sandbox box("services:\n" + running("web", "scale: 3"));
    succeed(box, {"up", "-d"});
    box.engine().remove_container(box.container("web", 2).id, engine::Engine::RemoveVolumes::no);
    succeed(box, {"up", "-d"});
    CHECK(box.container_names() == names_of(box, {"web-1", "web-3", "web-4"}));
}

TEST_CASE("a service scaled to zero keeps no container, and the others go on") {
    Sandbox box("services:\n" + running("web") + running("db"));
    succeed(box, {"up", "-d", "--scale", "web=2"});
    const std::string db = box.container("db").id;
    succeed(box, {"up", "-d", "--scale", "web=0"});
    CHECK(box.container_names() == names_of(box, {"db-1"}));
    CHECK(box.container("db").id == db);
}

TEST_CASE("a dependency scaled to zero is not waited for") {
    Sandbox box("services:\n" + running("db", "scale: 0") + running("web", "depends_on: [db]"));
    succeed(box, {"up", "-d"});
    CHECK(box.container_names() == names_of(box, {"web-1"}));
}

TEST_CASE("a service that shrinks gives up what is out of date before what has the highest number") {
    Sandbox box("services:\n" + running("web", "environment: {V: '1'}"));
    succeed(box, {"up", "-d", "--scale", "web=2"});
    box.write_compose("services:\n" + running("web", "environment: {V: '2'}"));
    succeed(box, {"up", "-d", "--no-recreate", "--scale", "web=3"});
    const std::string newest = box.container("web", 3).id;
    succeed(box, {"up", "-d", "--scale", "web=1"});
    CHECK(box.container_names() == names_of(box, {"web-3"}));
    CHECK(box.container("web", 3).id == newest);
}

TEST_CASE("an up without --scale goes back to the number in the file") {
    Sandbox box("services:\n" + running("web", "scale: 2"));
    succeed(box, {"up", "-d", "--scale", "web=4"});
    CHECK(box.container_names().size() == 4);
    succeed(box, {"up", "-d"});
    CHECK(box.container_names() == names_of(box, {"web-1", "web-2"}));
}

TEST_CASE("each replica answers to its own name and to that of its service") {
    Sandbox box("services:\n" + running("web", "scale: 2") + running("client"));
    succeed(box, {"up", "-d"});
    const std::string ping = "ping -c 1 -W 2 ";
    for (const std::string& name : names_of(box, {"web-1", "web-2"}))
        CHECK(inside(box, "client", ping + name) == containing("1 packets received"));
    const std::string found = inside(box, "client", "nslookup web; true");
    for (const int number : {1, 2}) {
        const auto web = box.container("web", number);
        CHECK(found == containing(web.networks.at(box.project() + "_default").ip_address));
    }
}

TEST_CASE("a service with a name of its own cannot have two containers") {
    Sandbox box("services:\n" + running("web"));
    box.write_compose("services:\n" + running("web", "container_name: " + box.project() + "-own"));
    const auto refused = box.muster({"up", "-d", "--scale", "web=2"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("container_name"));
    CHECK(box.container_names().empty());
}

TEST_CASE("a service that does not exist cannot be scaled") {
    Sandbox box("services:\n" + running("web"));
    const auto refused = box.muster({"up", "-d", "--scale", "wep=2"});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err == containing("'wep'"));
    CHECK(box.proxy().mutations().empty());
}

TEST_CASE("all replicas are recreated when the service changes, and keep their numbers") {
    Sandbox box("services:\n" + running("web", "scale: 3\nenvironment: {V: '1'}"));
    succeed(box, {"up", "-d"});
    box.write_compose("services:\n" + running("web", "scale: 3\nenvironment: {V: '2'}"));
    const auto before = box.container_states();
    succeed(box, {"up", "-d"});
    CHECK(box.container_names() == names_of(box, {"web-1", "web-2", "web-3"}));
    CHECK(box.container_states() != before);
    for (const int number : {1, 2, 3})
        CHECK(succeed(box, {"exec", "-T", "--index", std::to_string(number), "web", "sh", "-c", "echo $V"})
                  .out == "2\n");
}

// orphans

TEST_CASE("orphans go without being asked for where COMPOSE_REMOVE_ORPHANS says so") {
    Sandbox box("services:\n" + running("web") + running("old"));
    succeed(box, {"up", "-d"});
    box.write_compose("services:\n" + running("web"));
    succeed_with(box, {{"COMPOSE_REMOVE_ORPHANS", "true"}}, {"up", "-d"});
    CHECK(box.container_names() == names_of(box, {"web-1"}));
}

TEST_CASE("nothing is said about orphans where COMPOSE_IGNORE_ORPHANS is set") {
    Sandbox box("services:\n" + running("web") + running("old"));
    succeed(box, {"up", "-d"});
    box.write_compose("services:\n" + running("web"));
    const auto quiet = succeed_with(box, {{"COMPOSE_IGNORE_ORPHANS", "1"}}, {"up", "-d"});
    CHECK(quiet.err != containing("orphan"));
    CHECK(box.container_names() == names_of(box, {"old-1", "web-1"}));
    CHECK(muster_with(box, {{"COMPOSE_IGNORE_ORPHANS", "1"}}, {"up", "-d", "--remove-orphans"}).exit_code ==
          1);
}

TEST_CASE("down leaves orphans and the network they use, and says so; with --remove-orphans both go") {
    Sandbox box("services:\n" + running("web") + running("old"));
    succeed(box, {"up", "-d"});
    box.write_compose("services:\n" + running("web"));
    const auto down = succeed(box, {"down"});
    CHECK(down.err == containing(box.project() + "-old-1"));
    CHECK(box.container_names() == names_of(box, {"old-1"}));
    CHECK(is_running(box, "old"));
    CHECK(box.network_names().size() == 1);
    succeed(box, {"down", "--remove-orphans"});
    CHECK(box.container_names().empty());
    CHECK(box.network_names().empty());
}

TEST_CASE("ps shows orphans unless it is told not to") {
    Sandbox box("services:\n" + running("web") + running("old"));
    succeed(box, {"up", "-d"});
    box.write_compose("services:\n" + running("web"));
    CHECK(succeed(box, {"ps", "--services"}).out == "old\nweb\n");
    CHECK(succeed(box, {"ps", "--services", "--orphans=false"}).out == "web\n");
}

} // namespace muster::e2e
