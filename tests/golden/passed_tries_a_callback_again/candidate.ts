export async function persist<T>(job: () => T | Promise<T>, times: number): Promise<T> {
  for (let i = 1; ; i++) {
    try {
      return await job();
    } catch (error) {
      if (i >= times) throw error;
    }
  }
}
