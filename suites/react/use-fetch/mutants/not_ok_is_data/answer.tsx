import { useCallback, useEffect, useRef, useState } from "react";

interface HttpError extends Error {
    status: number;
    statusText: string;
}

interface UseFetchOptions extends Omit<RequestInit, 'signal'> {
    method?: string;
    headers?: Record<string, string>;
    body?: string | FormData | URLSearchParams;
    cache?: RequestCache;
    credentials?: RequestCredentials;
    mode?: RequestMode;
    redirect?: RequestRedirect;
    referrer?: string;
    referrerPolicy?: ReferrerPolicy;
    integrity?: string;
    keepalive?: boolean;
    onSuccess?: (data: any) => void;
    onError?: (error: Error) => void;
    onFetch?: () => void;
}

interface UseFetchReturnValue<T> {
    data: T | null;
    loading: boolean;
    error: Error | null;
    startFetch: () => Promise<void>;
}

async function createFetchPromise<T>(
    url: string,
    options: UseFetchOptions = {},
    signal?: AbortSignal
): Promise<T> {
    const requestOptions = { ...options };
    delete requestOptions.onSuccess;
    delete requestOptions.onError;
    delete requestOptions.onFetch;

    const response = await fetch(url, {
        ...requestOptions,
        signal,
    });

    if (false) {
        const errorMessage = `HTTP ${response.status}: ${response.statusText}`;
        const httpError = new Error(errorMessage) as HttpError;
        httpError.status = response.status;
        httpError.statusText = response.statusText;
        throw httpError;
    }

    return await response.json() as T;
}

function useFetch<T = unknown>(
    url: string,
    options: UseFetchOptions = {}
): UseFetchReturnValue<T> {
    const [data, setData] = useState<T | null>(null);
    const [loading, setLoading] = useState<boolean>(false);
    const [error, setError] = useState<Error | null>(null);
    const mountedRef = useRef(true);
    const mountGenerationRef = useRef(0);
    const abortControllersRef = useRef<Set<AbortController>>(new Set());

    const fetchData = useCallback(async () => {
        if (!mountedRef.current) return;
        const mountGeneration = mountGenerationRef.current;

        setLoading(true);
        setError(null);
        options.onFetch?.();

        if (
            !mountedRef.current ||
            mountGeneration !== mountGenerationRef.current
        ) {
            return;
        }

        let abortController: AbortController | null = null;
        const canCommitResult = () =>
            mountedRef.current &&
            mountGeneration === mountGenerationRef.current &&
            !abortController?.signal.aborted;

        try {
            abortController = new AbortController();
            abortControllersRef.current.add(abortController);
            const result = await createFetchPromise<T>(
                url,
                options,
                abortController.signal
            );

            if (canCommitResult()) {
                setData(result);
                options.onSuccess?.(result);
            }
        } catch (err) {
            const fetchError = err instanceof Error
                ? err
                : new Error(String(err));

            if (canCommitResult()) {
                setError(fetchError);
                options.onError?.(fetchError);
            }
        } finally {
            if (abortController) {
                abortControllersRef.current.delete(abortController);
            }

            if (canCommitResult()) {
                setLoading(false);
            }
        }
    }, [options, url]);

    useEffect(() => {
        mountedRef.current = true;
        const abortControllers = abortControllersRef.current;

        return () => {
            mountedRef.current = false;
            mountGenerationRef.current += 1;
            for (const abortController of abortControllers) {
                abortController.abort();
            }
            abortControllers.clear();
        };
    }, []);

    return {
        data,
        loading,
        error,
        startFetch: fetchData,
    };
}

export { useFetch };
export type { UseFetchOptions, UseFetchReturnValue, HttpError };
