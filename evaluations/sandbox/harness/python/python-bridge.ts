/** The bridge from Python to JavaScript, taken down where it stands on this side: the interpreter's imports. What the harness itself
 * needs (strings, plain values, the call of one function) goes another way. */

/** Reading, writing and calling JavaScript's objects, and code from outside. */
const closed =
  /^(JsProxy_|JsModule_|JsMap_|JsObjMap_|JsArray_|JsBuffer_|JsDoubleProxy_|JsvFunction_C|JsvObject_(CallMethod|SetAttr)|raw_call_js$|create_once_callable$|create_promise_handles$|_?_dlopen_js$|_emscripten_dlopen_js$|_dlsym_js$|ffi_|_emscripten_system$)/;

export class Bridge {
  private isShut = false;

  shut(): void {
    this.isShut = true;
  }

  /** The imports of an interpreter, those of the bridge with a gate in front. */
  gated(imports: Record<string, any>): Record<string, any> {
    const env = new Proxy(imports.env, {
      get: (from, name) => {
        const plain = Reflect.get(from, name);
        return typeof plain === "function" && closed.test(String(name)) ? this.gate(String(name), plain) : plain;
      },
    });
    return { ...imports, env };
  }

  private gate(name: string, plain: (...given: unknown[]) => unknown): (...given: unknown[]) => unknown {
    return (...given) => {
      if (this.isShut) throw new Error(`There is no way to JavaScript here (${name}).`);
      return plain(...given);
    };
  }
}
