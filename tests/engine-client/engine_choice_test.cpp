#include "engine-client/engine_choice.hpp"

#include "base/digest.hpp"
#include "base/error.hpp"
#include "engine-client/custom_headers.hpp"
#include "tests/fakes/temporary_directory.hpp"

#include <doctest/doctest.h>

using namespace muster;
using namespace muster::engine;

namespace {

const std::string pem = "-----BEGIN CERTIFICATE-----\n";

/// Docker's configuration directory, with contexts as 'docker context create' makes them.
class ConfigDirectory {
  public:
    std::string path() const { return directory_.path(); }

    void add_context(const std::string& name, const std::string& endpoint) const {
        directory_.write("contexts/meta/" + sha256_hex(name) + "/meta.json",
                         R"({"Name":")" + name + R"(","Metadata":{},"Endpoints":{"docker":)" + endpoint +
                             "}}");
    }
    void add_tls_file(const std::string& context, const std::string& file) const {
        directory_.write("contexts/tls/" + sha256_hex(context) + "/docker/" + file, pem);
    }
    std::string write(const std::string& name, const std::string& text) const {
        return directory_.write(name, text);
    }

  private:
    fakes::TemporaryDirectory directory_;
};

EngineChoice choice_in(const ConfigDirectory& directory, Environment environment) {
    environment["DOCKER_CONFIG"] = directory.path();
    return {.environment = std::move(environment)};
}

DockerConfig with_current_context(const std::string& name) { return {name, {}, "", ""}; }

DockerConfig with_header(const std::string& name, const std::string& value) {
    return {"", {{name, value}}, "", ""};
}

std::string picture(const std::optional<TlsFile>& file) { return file ? file->path : "-"; }

/// "HOST, chosen by SETTING", and the TLS if there is any.
std::string picture(const Connection& connection) {
    std::string text = connection.host;
    if (!connection.chosen_by.empty()) text += ", chosen by " + connection.chosen_by;
    if (!connection.tls) return text;
    const bool is_checked = connection.tls->server_check == TlsOptions::ServerCheck::full;
    return text + (is_checked ? " | checked " : " | unchecked ") + picture(connection.tls->authorities) +
           " " + picture(connection.tls->certificate) + " " + picture(connection.tls->key);
}

/// The message, its notes and its hint, without the directory.
std::string problem_of(const EngineChoice& choice, const DockerConfig& config = {}) {
    try {
        resolve_connection(choice, config);
    } catch (const Error& error) {
        std::string text = error.message;
        for (const Note& note : error.notes) text += " | " + note.text;
        text += error.hint.empty() ? "" : " | " + error.hint;
        const std::string directory = choice.environment.at("DOCKER_CONFIG");
        for (std::size_t at = 0; (at = text.find(directory)) != std::string::npos;)
            text.replace(at, directory.size(), "DIR");
        return text;
    }
    return "none";
}

} // namespace

TEST_CASE("which engine is used: flags, then DOCKER_HOST, then DOCKER_CONTEXT, then the current context") {
    const ConfigDirectory directory;
    directory.add_context("flagged", R"({"Host":"tcp://flagged:1"})");
    directory.add_context("variable", R"({"Host":"tcp://variable:1"})");
    directory.add_context("current", R"({"Host":"tcp://current:1"})");
    const Environment everything{{"DOCKER_HOST", " tcp://host:1 "}, {"DOCKER_CONTEXT", "variable"}};
    const DockerConfig config = with_current_context("current");

    EngineChoice choice = choice_in(directory, everything);
    choice.context = "flagged";
    CHECK(picture(resolve_connection(choice, config)) == "tcp://flagged:1, chosen by the context 'flagged'");
    choice.context = "default";
    CHECK(picture(resolve_connection(choice, config)) == "tcp://host:1, chosen by DOCKER_HOST");
    choice.context = "";
    CHECK(picture(resolve_connection(choice, config)) == "tcp://host:1, chosen by DOCKER_HOST");
    choice.hosts = {"tcp://given:1"};
    CHECK(picture(resolve_connection(choice, config)) == "tcp://given:1, chosen by --host");

    choice = choice_in(directory, {{"DOCKER_CONTEXT", "variable"}, {"DOCKER_HOST", ""}});
    CHECK(picture(resolve_connection(choice, config)) ==
          "tcp://variable:1, chosen by the context 'variable'");
    choice = choice_in(directory, {{"DOCKER_CONTEXT", ""}});
    CHECK(picture(resolve_connection(choice, config)) == "tcp://current:1, chosen by the context 'current'");
    CHECK(picture(resolve_connection(choice, {})) == "unix:///var/run/docker.sock");
    choice = choice_in(directory, {{"DOCKER_CONTEXT", "default"}});
    CHECK(picture(resolve_connection(choice, config)) == "unix:///var/run/docker.sock");
}

TEST_CASE("--config names the directory of the contexts") {
    const ConfigDirectory directory;
    directory.add_context("box", R"({"Host":"tcp://box:1"})");
    const ConfigDirectory other;
    EngineChoice choice = choice_in(other, {});
    choice.config_directory = directory.path();
    choice.context = "box";
    CHECK(resolve_connection(choice, {}).host == "tcp://box:1");
    CHECK(config_directory_of(choice) == directory.path());
    CHECK(config_directory_of({.environment = {{"HOME", "/home/me"}}}) == "/home/me/.docker");
}

TEST_CASE("a context brings its own TLS, whatever flags and environment say") {
    const ConfigDirectory directory;
    const Environment environment{{"DOCKER_TLS_VERIFY", "1"}, {"DOCKER_CERT_PATH", "/nowhere"}};
    EngineChoice choice = choice_in(directory, environment);
    choice.context = "box";
    directory.add_context("box", R"({"Host":"tcp://box:2376"})");
    CHECK(picture(resolve_connection(choice, {})) == "tcp://box:2376, chosen by the context 'box'");

    directory.add_context("box", R"({"Host":"tcp://box:2376","SkipTLSVerify":true})");
    CHECK(picture(resolve_connection(choice, {})) ==
          "tcp://box:2376, chosen by the context 'box' | unchecked - - -");

    directory.add_context("box", R"({"Host":"tcp://box:2376","SkipTLSVerify":false})");
    for (const char* file : {"ca.pem", "cert.pem", "key.pem"}) directory.add_tls_file("box", file);
    const std::string folder = directory.path() + "/contexts/tls/" + sha256_hex("box") + "/docker/";
    CHECK(picture(resolve_connection(choice, {})) ==
          "tcp://box:2376, chosen by the context 'box' | checked " + folder + "ca.pem " + folder +
              "cert.pem " + folder + "key.pem");
}

TEST_CASE("a context that is not there is reported with those that are") {
    const ConfigDirectory directory;
    directory.add_context("production", R"({"Host":"tcp://a:1"})");
    directory.add_context("build-box", R"({"Host":"tcp://b:1"})");
    const std::string known = " | the contexts in 'DIR/contexts' are: default, build-box, production | ";
    EngineChoice choice = choice_in(directory, {{"DOCKER_CONTEXT", "prodcution"}});
    CHECK(problem_of(choice) ==
          "no such context: 'prodcution', chosen by DOCKER_CONTEXT" + known + "did you mean 'production'?");
    choice.context = "x";
    CHECK(problem_of(choice) ==
          "no such context: 'x', chosen by --context" + known + "'docker context ls' lists them");
    CHECK(problem_of(choice_in(directory, {}), with_current_context("gone")) ==
          "no such context: 'gone', chosen by 'docker context use'" + known +
              "'docker context ls' lists them");
}

TEST_CASE("a context that cannot be used is reported with its file") {
    const ConfigDirectory directory;
    EngineChoice choice = choice_in(directory, {});
    choice.context = "box";
    const std::string file = "contexts/meta/" + sha256_hex("box") + "/meta.json";
    directory.write(file, "{");
    CHECK(problem_of(choice) == "docker's context file 'DIR/" + file + "' is not a JSON object");
    directory.write(file, R"({"Name":"box","Endpoints":{"kubernetes":{}}})");
    CHECK(problem_of(choice) ==
          "the context 'box' names no docker engine | it is described in 'DIR/" + file + "'");
    directory.add_context("box", R"({"Host":"npipe:////./pipe/docker_engine"})");
    CHECK(problem_of(choice) ==
          "the engine's address 'npipe:////./pipe/docker_engine' has a scheme that is not supported"
          " | it is chosen by the context 'box'"
          " | expected 'unix:///path/to/docker.sock', 'tcp://host:port' or 'ssh://user@host'");
}

TEST_CASE("--host and --context contradict each other") {
    const ConfigDirectory directory;
    EngineChoice choice = choice_in(directory, {});
    choice.hosts = {"tcp://a:1"};
    choice.context = "box";
    CHECK(problem_of(choice) == "--host cannot be combined with --context");
    choice.context = "";
    choice.hosts = {"tcp://a:1", "tcp://b:1"};
    CHECK(problem_of(choice) == "--host can be given only once");
}

TEST_CASE("when TLS is spoken, and with which files") {
    const ConfigDirectory directory;
    directory.write("ca.pem", pem);
    const std::string in = directory.path() + "/";
    const auto tls_of = [&](EngineChoice choice) {
        choice.environment["DOCKER_HOST"] = "tcp://box:2376";
        return picture(resolve_connection(choice, {}));
    };
    const std::string box = "tcp://box:2376, chosen by DOCKER_HOST";
    CHECK(tls_of(choice_in(directory, {})) == box);
    CHECK(tls_of(choice_in(directory, {{"DOCKER_TLS_VERIFY", ""}})) == box);
    CHECK(tls_of(choice_in(directory, {{"DOCKER_TLS_VERIFY", "1"}})) ==
          box + " | checked " + in + "ca.pem - -");
    CHECK(tls_of(choice_in(directory, {{"DOCKER_TLS", "1"}})) == box + " | unchecked " + in + "ca.pem - -");
    EngineChoice choice = choice_in(directory, {{"DOCKER_TLS_VERIFY", "1"}});
    choice.tls_verify = false;
    CHECK(tls_of(choice) == box + " | unchecked " + in + "ca.pem - -");
    choice = choice_in(directory, {{"DOCKER_TLS", "1"}});
    choice.tls = false;
    CHECK(tls_of(choice) == box);

    directory.write("cert.pem", pem);
    directory.write("key.pem", pem);
    CHECK(tls_of(choice_in(directory, {{"DOCKER_TLS_VERIFY", "1"}})) ==
          box + " | checked " + in + "ca.pem " + in + "cert.pem " + in + "key.pem");
    const std::string other = directory.write("other/ca.pem", pem);
    CHECK(tls_of(choice_in(directory, {{"DOCKER_TLS_VERIFY", "1"}, {"DOCKER_CERT_PATH", in + "other"}})) ==
          box + " | checked " + other + " - -");
    choice = choice_in(directory, {});
    choice.tls_verify = true;
    choice.authorities_file = other;
    CHECK(tls_of(choice) == box + " | checked " + other + " " + in + "cert.pem " + in + "key.pem");
}

TEST_CASE("TLS without an address means the local engine's TLS port; a local socket needs none") {
    const ConfigDirectory directory;
    directory.write("ca.pem", pem);
    CHECK(resolve_connection(choice_in(directory, {{"DOCKER_TLS_VERIFY", "1"}}), {}).host ==
          "tcp://localhost:2376");
    const Environment local{{"DOCKER_TLS_VERIFY", "1"},
                            {"DOCKER_HOST", "unix:///run/docker.sock"},
                            {"DOCKER_CERT_PATH", "/nowhere"}};
    CHECK(problem_of(choice_in(directory, local)) == "none");
}

TEST_CASE("a TLS file that cannot be used is reported with the setting that names it") {
    const ConfigDirectory directory;
    const Environment environment{{"DOCKER_TLS_VERIFY", "1"}, {"DOCKER_HOST", "tcp://box:2376"}};
    EngineChoice choice = choice_in(directory, environment);
    const std::string chosen = " | it is chosen by DOCKER_HOST";
    CHECK(problem_of(choice) ==
          "cannot read 'DIR/ca.pem': no such file or directory"
          " | it should hold the certificates of the authorities to trust for TLS to the "
          "engine; it is named by DOCKER_CONFIG" +
              chosen);
    directory.write("ca.pem", "no certificate");
    CHECK(problem_of(choice) ==
          "'DIR/ca.pem' (DOCKER_CONFIG) should hold the certificates of the authorities "
          "to trust in PEM form, but holds none" +
              chosen);
    directory.write("ca.pem", pem);
    choice.certificate_file = directory.path() + "/mine.pem";
    CHECK(problem_of(choice) ==
          "cannot read 'DIR/mine.pem': no such file or directory"
          " | it should hold the client's certificate for TLS to the engine; it is named "
          "by --tlscert" +
              chosen);
    directory.write("mine.pem", pem);
    choice.key_file = directory.write("key.pem", "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
    CHECK(problem_of(choice) ==
          "the key 'DIR/key.pem' (--tlskey) is protected by a passphrase, which is not supported" + chosen +
              " | 'openssl pkey -in DIR/key.pem -out FILE' writes it without one");
}

TEST_CASE("config.json is read for what concerns engines and output") {
    const DockerConfig config = decode_docker_config(
        R"({"auths":{},"currentContext":"box","HttpHeaders":{"X-A":"1","X-B":"2","X-C":3},)"
        R"("detachKeys":"ctrl-x","psFormat":"table {{.ID}}"})",
        "/c/config.json");
    CHECK(config == DockerConfig{.current_context = "box",
                                 .http_headers = {{"X-A", "1"}, {"X-B", "2"}},
                                 .detach_keys = "ctrl-x",
                                 .ps_format = "table {{.ID}}"});
    CHECK(decode_docker_config("", "/c/config.json") == DockerConfig());
    CHECK_THROWS_WITH(decode_docker_config("[", "/c/config.json"),
                      "docker's configuration file '/c/config.json' is not a JSON object");
    const ConfigDirectory directory;
    CHECK(read_docker_config(directory.path()).empty());
    directory.write("config.json", "{}");
    CHECK(read_docker_config(directory.path()) == "{}");
}

TEST_CASE("DOCKER_CUSTOM_HEADERS takes the place of config.json's headers") {
    using Headers = std::vector<std::pair<std::string, std::string>>;
    const DockerConfig config = with_header("X-Own", "1");
    CHECK(custom_headers("", config) == Headers{{"X-Own", "1"}});
    CHECK(custom_headers(R"(A=1,"B=x,y","C=say ""no""",D=)", config) ==
          Headers{{"A", "1"}, {"B", "x,y"}, {"C", "say \"no\""}, {"D", ""}});
    CHECK_THROWS_WITH(custom_headers("A=1,=3", config),
                      "DOCKER_CUSTOM_HEADERS contains '=3', expected 'name=value'");
    CHECK_THROWS_WITH(custom_headers("A", config),
                      "DOCKER_CUSTOM_HEADERS contains 'A', expected 'name=value'");
    CHECK_THROWS_WITH(custom_headers("", with_header("X", "a\r\nHost: b")),
                      "'X' cannot be the name and value of an HTTP header");
    CHECK_THROWS_WITH(custom_headers("X Y=1", {}), "'X Y' cannot be the name and value of an HTTP header");
}

TEST_CASE("the engine is addressed with the version and headers that were asked for") {
    const ConfigDirectory directory;
    const Connection connection =
        resolve_connection(choice_in(directory, {{"DOCKER_API_VERSION", "1.44"}}), with_header("X", "1"));
    CHECK(connection.api_version == "1.44");
    CHECK(connection.headers.size() == 1);
}
