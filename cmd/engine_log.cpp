#include "cmd/engine_log.hpp"

#include <spdlog/sinks/ansicolor_sink.h>
#include <spdlog/spdlog.h>

namespace muster::cmd {

namespace {

spdlog::logger make_logger() {
    spdlog::logger logger("engine", std::make_shared<spdlog::sinks::ansicolor_stderr_sink_mt>());
    logger.set_pattern("%H:%M:%S.%e %v");
    return logger;
}

} // namespace

void log_call(const engine::AnsweredCall& call) {
    static spdlog::logger logger = make_logger();
    const double milliseconds = static_cast<double>(call.duration.count()) / 1000.0;
    logger.info("{} {} {} {:.1f} ms", call.method, call.path, call.status, milliseconds);
}

} // namespace muster::cmd
