import { useLayoutEffect } from "react";

export default function useFavicon(href: string) {
  useLayoutEffect(() => {
    let element = document.querySelector<HTMLLinkElement>('link[rel~="icon"]');
    if (!element) {
      element = document.createElement("link");
      document.head.appendChild(element);
    }
    element.setAttribute("rel", "shortcut icon");
    element.setAttribute("type", "image/x-icon");
    element.setAttribute("href", href);
  }, [href]);
}
