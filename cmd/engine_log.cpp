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

spdlog::logger& shared_logger() {
    static spdlog::logger logger = make_logger();
    return logger;
}

} // namespace

void log_call(const engine::AnsweredCall& call) {
    const double milliseconds = static_cast<double>(call.duration.count()) / 1000.0;
    shared_logger().info("{} {} {} {:.1f} ms", call.method, call.path, call.status, milliseconds);
}

void log_remark(const std::string& text) { shared_logger().info(text); }

} // namespace muster::cmd
