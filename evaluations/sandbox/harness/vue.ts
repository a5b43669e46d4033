/** Vue 3 with its compiler for templates that are strings. */
import * as Vue from "vue/dist/vue.esm-bundler.js";
import { esm, offer } from "./interop";

offer({ vue: () => esm(Vue) });
