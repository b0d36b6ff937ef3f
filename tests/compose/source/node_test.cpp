#include "compose/source/node.hpp"

#include "tests/compose/source/read_text.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace muster;
using namespace muster::compose::source;

namespace {

Mapping numbered(std::size_t count) {
    Mapping mapping;
    for (std::size_t i = 0; i < count; ++i)
        mapping.set("k" + std::to_string(i), {}, Node::scalar(std::to_string(i), {}));
    return mapping;
}

std::string keys_of(const Mapping& mapping) {
    std::string keys;
    for (const MappingEntry& entry : mapping) keys += entry.key + " ";
    return keys;
}

} // namespace

TEST_CASE("an entry is found, replaced in place and erased with the order kept, however many there are") {
    for (const std::size_t count : {3U, 16U, 17U, 200U}) {
        CAPTURE(count);
        Mapping mapping = numbered(count);
        REQUIRE(mapping.size() == count);
        CHECK(mapping.find("k2")->text() == "2");
        CHECK(mapping.find("k" + std::to_string(count)) == nullptr);

        mapping.set("k1", {0, 9, 9, 1}, Node::scalar("new", {}));
        CHECK(mapping.size() == count);
        CHECK((mapping.begin() + 1)->value.text() == "new");
        CHECK(mapping.find_entry("k1")->key_span == Span{0, 9, 9, 1});

        CHECK(mapping.erase("k0"));
        CHECK_FALSE(mapping.erase("k0"));
        CHECK(mapping.begin()->key == "k1");
        CHECK(mapping.find("k2")->text() == "2");
        CHECK(mapping.find("k0") == nullptr);
    }
}

TEST_CASE("finding keeps up with erasing and adding in a large mapping") {
    Mapping mapping = numbered(100);
    for (int i = 0; i < 90; ++i) {
        REQUIRE(mapping.erase("k" + std::to_string(i)));
        REQUIRE(mapping.find("k99"));
        REQUIRE(mapping.find("k99")->text() == "99");
    }
    CHECK(keys_of(mapping) == "k90 k91 k92 k93 k94 k95 k96 k97 k98 k99 ");
    mapping.set("k5", {}, Node::scalar("back", {}));
    for (int i = 200; i < 220; ++i) mapping.set("k" + std::to_string(i), {}, Node());
    CHECK(mapping.find("k5")->text() == "back");
    CHECK(mapping.find("k219"));
    CHECK(mapping.find("k4") == nullptr);
}

TEST_CASE("finding survives entries that were reordered in place") {
    Mapping mapping = numbered(50);
    REQUIRE(mapping.find("k1"));
    std::reverse(mapping.begin(), mapping.end());
    for (int i = 0; i < 50; ++i) {
        const std::string number = std::to_string(i);
        REQUIRE(mapping.find("k" + number));
        CHECK(mapping.find("k" + number)->text() == number);
    }
}

TEST_CASE("copies are deep and independent") {
    Node original = Node::mapping({});
    original.entries() = numbered(30);
    Node copy = original;
    copy.entries().set("k3", {}, Node::scalar("changed", {}));
    copy.entries().erase("k4");
    CHECK(original.find("k3")->text() == "3");
    CHECK(original.find("k4"));
    CHECK(copy.find("k3")->text() == "changed");
    original = copy;
    CHECK(original.find("k4") == nullptr);
}

TEST_CASE("moving a value out of a mapping and back in is safe") {
    Node outer = Node::mapping({});
    outer.entries().set("inner", {}, Node::mapping({})).entries().set("x", {}, Node::scalar("1", {}));
    outer.entries().set("inner", {}, std::move(*outer.entries().find("inner")->entries().find("x")));
    CHECK(dump(outer) == "{inner: 1}");
}

TEST_CASE("what is no mapping has no members") {
    CHECK(Node().find("x") == nullptr);
    CHECK(Node::scalar("x", {}).find("x") == nullptr);
    CHECK(Node::sequence({}).find("x") == nullptr);
}

TEST_CASE("a scalar's type depends on its style") {
    CHECK(Node::scalar("80", {}).scalar_type() == ScalarType::integer);
    for (const ScalarStyle style :
         {ScalarStyle::single_quoted, ScalarStyle::double_quoted, ScalarStyle::literal, ScalarStyle::folded})
        CHECK(Node::scalar("80", {}, style).scalar_type() == ScalarType::text);
}

TEST_CASE("messages name a node's kind") {
    CHECK(std::string(Node().kind_name()) == "null");
    CHECK(std::string(Node::mapping({}).kind_name()) == "mapping");
    CHECK(std::string(Node::sequence({}).kind_name()) == "list");
    CHECK(std::string(Node::scalar("x", {}).kind_name()) == "text");
    CHECK(std::string(Node::scalar("true", {}).kind_name()) == "boolean");
    CHECK(std::string(Node::scalar("1", {}).kind_name()) == "number");
    CHECK(std::string(Node::scalar("1.5", {}).kind_name()) == "number");
}
