#pragma once

#include "tests/fakes/fake_engine.hpp"

namespace muster::fakes {

/// The stream of an exec that has printed all it will ever print. What is written to it is read by nobody.
class FakeHijacked final : public engine::Hijacked {
  public:
    /// REQUIRES: the output fits in a socket's buffer (about 200 KiB).
    explicit FakeHijacked(const std::string& output);
    ~FakeHijacked() override;
    FakeHijacked(const FakeHijacked&) = delete;
    FakeHijacked& operator=(const FakeHijacked&) = delete;

    int descriptor() const override { return own_end_; }
    std::size_t read(std::span<char> buffer) override;
    void write(std::string_view bytes) override;
    void close_input() override;

  private:
    int own_end_ = -1;
    int other_end_ = -1;
};

/// What an exec prints as the engine sends it: in frames, unless it has a terminal.
std::string output_of(const ExecScript& script, bool tty);

} // namespace muster::fakes
