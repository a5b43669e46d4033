/** Closes the bridge from Python to JavaScript on its JavaScript side: the interpreter's imports. The harness itself uses another way for
 * what it needs (strings, plain values, calling one function). */

/** Imports that read, write and call JavaScript objects, and that load code. */
const closed =
  /^(JsProxy_|JsModule_|JsMap_|JsObjMap_|JsArray_|JsBuffer_|JsDoubleProxy_|JsvFunction_C|JsvObject_(CallMethod|SetAttr)|raw_call_js$|create_once_callable$|create_promise_handles$|_?_dlopen_js$|_emscripten_dlopen_js$|_dlsym_js$|ffi_|_emscripten_system$)/;

export class Bridge {
  private isShut = false;

  shut(): void {
    this.isShut = true;
  }

  /** An interpreter's imports. Those of the bridge pass through a gate. */
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
