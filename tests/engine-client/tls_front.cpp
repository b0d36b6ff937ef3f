#include "tls_front.hpp"

#include <array>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <sys/stat.h>

namespace muster::engine::test {

const Certificates& Certificates::get() {
    static const Certificates certificates;
    return certificates;
}

Certificates::Certificates() {
    make_authority("ca");
    make_authority("other");
    make_signed("server", "DNS:localhost,IP:127.0.0.1");
    make_signed("stranger", "DNS:elsewhere");
    make_signed("client", "DNS:client");
}

void Certificates::run(const std::string& command) const {
    const std::string log = path("openssl.log");
    if (std::system(
            ("cd '" + directory_.path().string() + "' && (" + command + ") >openssl.log 2>&1").c_str()) == 0)
        return;
    std::ifstream file(log);
    throw std::runtime_error("openssl: " + std::string(std::istreambuf_iterator<char>(file), {}));
}

void Certificates::make_authority(const std::string& name) const {
    run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=" +
        name + " -keyout " + name + "-key.pem -out " + name + ".pem");
}

void Certificates::make_signed(const std::string& name, const std::string& alternative_names) const {
    directory_.write(name + ".ext", "subjectAltName=" + alternative_names + "\n");
    run("openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=" + name +
        " -keyout " + name + "-key.pem -out " + name + ".csr && openssl x509 -req -in " + name +
        ".csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 2 -extfile " + name + ".ext -out " + name +
        ".pem");
}

TlsFront::TlsFront(const std::string& host, const std::string& server, Clients clients) {
    const Certificates& certificates = Certificates::get();
    const fakes::TemporaryDirectory directory;
    const std::string answer = directory.path() / "port";
    ::mkfifo(answer.c_str(), 0600);
    std::string command = "exec python3 '" MUSTER_TESTS_DIR "/engine-client/tls_front.py' '" +
                          host.substr(std::string("unix://").size()) + "' '" +
                          certificates.path(server + ".pem") + "' '" +
                          certificates.path(server + "-key.pem") + "'";
    if (clients == Clients::signed_ones) command += " '" + certificates.path("ca.pem") + "'";
    program_ = ::popen((command + " >'" + answer + "'").c_str(), "we");
    if (!program_) throw std::runtime_error("no TLS front");
    std::ifstream(answer) >> port_; // waits until it listens
}

TlsFront::~TlsFront() { ::pclose(program_); }

} // namespace muster::engine::test
