/** The functions that define properties, before a candidate runs. The bundles call these, because the global ones are watched (definitions.ts). */
const { defineProperties, defineProperty, setPrototypeOf } = Object;
const { defineProperty: reflectDefine, setPrototypeOf: reflectSetPrototype } = Reflect;
export { defineProperties as nativeDefineProperties, defineProperty as nativeDefineProperty, setPrototypeOf as nativeSetPrototypeOf };
export { reflectDefine as nativeReflectDefineProperty, reflectSetPrototype as nativeReflectSetPrototypeOf };
