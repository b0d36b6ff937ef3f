#include "engine-client/tls_files.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"

namespace muster::engine {

namespace {

constexpr std::size_t pem_limit = 16UL << 20;

std::string value_of(const Environment& environment, const char* name) {
    const auto found = environment.find(name);
    return found == environment.end() ? std::string() : found->second;
}

/// A file by its flag, or by its usual name in the certificates' directory.
struct WantedFile {
    std::string given; ///< by the flag; empty: not given
    const char* flag;
    const char* usual_name;
};

class CertificateDirectory {
  public:
    explicit CertificateDirectory(const Environment& environment)
        : path_(value_of(environment, "DOCKER_CERT_PATH")), setting_("DOCKER_CERT_PATH") {
        if (!path_.empty()) return;
        path_ = docker_config_directory(environment);
        setting_ = value_of(environment, "DOCKER_CONFIG").empty() ? "docker's configuration directory"
                                                                  : "DOCKER_CONFIG";
    }

    TlsFile choose(const WantedFile& wanted) const {
        if (!wanted.given.empty()) return {wanted.given, wanted.flag};
        return {path_ + "/" + wanted.usual_name, setting_};
    }

    /// Nothing when it was not given and is not there either.
    std::optional<TlsFile> find(const WantedFile& wanted) const {
        TlsFile file = choose(wanted);
        if (wanted.given.empty() && DiskFiles().type(file.path) == FileType::missing) return std::nullopt;
        return file;
    }

  private:
    std::string path_;
    std::string setting_;
};

std::string read_file(const TlsFile& file, const char* what) {
    try {
        return DiskFiles().read(file.path, pem_limit);
    } catch (Error& error) {
        error.kind = error.kind == ErrorKind::not_found ? ErrorKind::not_found : ErrorKind::usage;
        throw error.note(std::string("it should hold ") + what + " for TLS to the engine; it is named by " +
                         file.setting);
    }
}

void check_pem(const TlsFile& file, const char* what) {
    if (read_file(file, what).find("-----BEGIN ") != std::string::npos) return;
    throw Error(ErrorKind::usage, muster::quoted(file.path) + " (" + file.setting + ") should hold " + what +
                                      " in PEM form, but holds none");
}

void check_key(const TlsFile& file) {
    check_pem(file, "the client's key");
    // libcurl would ask for the passphrase on the terminal, in the middle of everything else.
    if (read_file(file, "").find("ENCRYPTED") == std::string::npos) return;
    throw Error(ErrorKind::usage, "the key " + muster::quoted(file.path) + " (" + file.setting +
                                      ") is protected by a passphrase, which is not supported")
        .suggest("'openssl pkey -in " + file.path + " -out FILE' writes it without one");
}

} // namespace

std::optional<TlsOptions> find_tls_options(const EngineChoice& choice) {
    const bool verifies =
        choice.tls_verify.value_or(!value_of(choice.environment, "DOCKER_TLS_VERIFY").empty());
    const bool is_wanted = verifies || choice.tls_verify ||
                           choice.tls.value_or(!value_of(choice.environment, "DOCKER_TLS").empty());
    if (!is_wanted) return std::nullopt;
    const CertificateDirectory directory(choice.environment);
    const WantedFile authorities{choice.authorities_file, "--tlscacert", "ca.pem"};
    TlsOptions tls;
    tls.server_check = verifies ? TlsOptions::ServerCheck::full : TlsOptions::ServerCheck::none;
    tls.authorities = verifies ? directory.choose(authorities) : directory.find(authorities);
    tls.certificate = directory.find({choice.certificate_file, "--tlscert", "cert.pem"});
    tls.key = directory.find({choice.key_file, "--tlskey", "key.pem"});
    return tls;
}

void check_tls_files(const TlsOptions& tls) {
    if (tls.authorities) check_pem(*tls.authorities, "the certificates of the authorities to trust");
    if (tls.certificate) check_pem(*tls.certificate, "the client's certificate");
    if (tls.key) check_key(*tls.key);
}

} // namespace muster::engine
