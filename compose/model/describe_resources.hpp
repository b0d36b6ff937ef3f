#pragma once

#include "compose/model/like.hpp"
#include "compose/model/resources.hpp"

namespace muster::compose {

template <class V, Like<AddressPool> T>
void describe(V& v, T& t) {
    v.field("subnet", t.subnet);
    v.field("gateway", t.gateway);
    v.field("ip_range", t.ip_range);
    v.field("aux_addresses", t.aux_addresses);
}

template <class V, Like<Ipam> T>
void describe(V& v, T& t) {
    v.field("driver", t.driver);
    v.field("config", t.config);
    v.yaml_only("options", t.options);
    v.extensions(t.extensions);
}

template <class V, Like<Network> T>
void describe(V& v, T& t) {
    v.field("name", t.name);
    v.field("driver", t.driver);
    v.field("driver_opts", t.driver_opts);
    v.always("ipam", t.ipam);
    v.field("external", t.external);
    v.field("internal", t.internal);
    v.field("attachable", t.attachable);
    v.field("labels", t.labels);
    v.field("enable_ipv4", t.enable_ipv4);
    v.field("enable_ipv6", t.enable_ipv6);
    v.extensions(t.extensions);
}

template <class V, Like<Volume> T>
void describe(V& v, T& t) {
    v.field("name", t.name);
    v.field("driver", t.driver);
    v.field("driver_opts", t.driver_opts);
    v.field("external", t.external);
    v.field("labels", t.labels);
    v.extensions(t.extensions);
}

template <class V, Like<FileObject> T>
void describe(V& v, T& t) {
    v.field("name", t.name);
    v.field("file", t.file);
    v.field("environment", t.environment);
    v.field("content", t.content);
    v.field("external", t.external);
    v.field("labels", t.labels);
    v.field("driver", t.driver);
    v.field("driver_opts", t.driver_opts);
    v.field("template_driver", t.template_driver);
    v.extensions(t.extensions);
}

template <class V, Like<Model> T>
void describe(V& v, T& t) {
    v.field("name", t.name);
    v.field("model", t.model);
    v.field("context_size", t.context_size);
    v.field("runtime_flags", t.runtime_flags);
    v.extensions(t.extensions);
}

} // namespace muster::compose
