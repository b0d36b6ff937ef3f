#include "tests/compose/load/loading.hpp"
#include "tests/fakes/compose/golden_case.hpp"

#include <doctest/doctest.h>

#include <random>

namespace muster::compose::load {

namespace {

std::vector<std::string> golden_texts() {
    std::vector<std::string> texts;
    for (const fakes::GoldenCase& golden : fakes::golden_cases("peer"))
        if (golden.has("compose.yaml")) texts.push_back(golden.text("compose.yaml"));
    return texts;
}

class Mutator {
  public:
    explicit Mutator(std::vector<std::string> texts) : texts_(std::move(texts)) {}

    std::string next() {
        std::string text = texts_[below(texts_.size())];
        for (std::size_t i = below(4); i < 4; ++i) mutate(text);
        return text;
    }

  private:
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

    std::string piece_of(const std::string& text) { return text.substr(below(text.size()), below(60)); }

    void mutate(std::string& text) {
        static constexpr std::string_view pieces[] = {"[",  "]",  "{",       "}", ":",  " - ", "\n",
                                                      "&a", "*a", "!reset ", "~", "$",  "${",  "null",
                                                      "\"", "'",  "<<",      "1", "x-", "\t"};
        const std::size_t at = below(text.size());
        switch (below(3)) {
        case 0: text.insert(at, pieces[below(std::size(pieces))]); break;
        case 1: text.erase(at, below(12)); break;
        default: text.insert(at, piece_of(texts_[below(texts_.size())]));
        }
    }

    std::vector<std::string> texts_;
    std::mt19937_64 random_{20240117};
};

} // namespace

TEST_CASE("no damage to a compose file does more than to be reported") {
    Mutator mutator(golden_texts());
    int failures = 0;
    for (int i = 0; i < 1500; ++i) {
        const std::string text = mutator.next();
        CAPTURE(text);
        std::string problems;
        CHECK_NOTHROW(problems = compose_file(text).problems());
        failures += !problems.empty();
    }
    // The damage must reach the loader, and must not always be the same syntax error.
    CHECK(failures > 300);
    CHECK(failures < 1500);
}

TEST_CASE("a chain of five thousand services loads quickly and without deep recursion") {
    std::string text = "services:\n";
    for (int i = 0; i < 5000; ++i) {
        const std::string name = "s" + std::to_string(i);
        text += "  " + name + ":\n    image: x\n    environment: [A=1, B=2]\n    ports: [\"" +
                std::to_string(10000 + i) + ":80\"]\n";
        if (i > 0) text += "    depends_on: [s" + std::to_string(i - 1) + "]\n";
    }
    CHECK(compose_file(text).load().project.services.size() == 5000);
    CHECK(compose_file(text + "  s5000: {image: x, depends_on: [s4999]}\n"
                              "  last: {image: x, depends_on: [lst]}\n")
              .problems()
              .find("undefined service 'lst'") != std::string::npos);
}

} // namespace muster::compose::load
