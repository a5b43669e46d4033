"""Answers to requests for changes, in the forms that models use. They were written for this project."""

from __future__ import annotations

CART = """import { price } from "./price";

export function total(items) {
  let sum = 0;
  for (const item of items) {
    sum += price(item);
  }
  return sum;
}

export function count(items) {
  return items.length;
}
"""
PRICE = """export function price(item) {
  return item.cents / 100;
}
"""
GIVEN = {"cart.js": CART, "price.js": PRICE}
ROUNDED = CART.replace("return sum;", "return Math.round(sum);")
EUROS = PRICE.replace("item.cents / 100", "item.euros")
MORE = CART.replace("  let sum = 0;\n", "  let sum = 0;\n  if (!items) return 0;\n")
F = "```"
GONE = "".join(f"-{line}\n" for line in CART.splitlines())
COME = "".join(f"+{line}\n" for line in ROUNDED.splitlines())
SHOWN_WHOLE = "".join(f" {line}\n" for line in CART.splitlines()).replace(
    "   return sum;\n", "-  return sum;\n+  return Math.round(sum);\n"
)

# Each rounds the total in cart.js and changes nothing else.
ROUNDS = {
    "git": f"""{F}diff
diff --git a/cart.js b/cart.js
index 83db48f..bf2a1c0 100644
--- a/cart.js
+++ b/cart.js
@@ -5,7 +5,7 @@ export function total(items) {{
   for (const item of items) {{
     sum += price(item);
   }}
-  return sum;
+  return Math.round(sum);
 }}
 
 export function count(items) {{
{F}""",
    "a mail of git": """From 3f1c2d Mon Sep 17 00:00:00 2001
From: A <a@example.com>
Subject: [PATCH] Round the total

---
 cart.js | 2 +-
 1 file changed, 1 insertion(+), 1 deletion(-)

diff --git a/cart.js b/cart.js
index 83db48f..bf2a1c0 100644
--- a/cart.js
+++ b/cart.js
@@ -5,7 +5,7 @@ export function total(items) {
   for (const item of items) {
     sum += price(item);
   }
-  return sum;
+  return Math.round(sum);
 }
 
 export function count(items) {
-- 
2.39.2
""",
    "no prefixes": f"""{F}diff
--- cart.js
+++ cart.js
@@ -8 +8 @@
-  return sum;
+  return Math.round(sum);
{F}""",
    "timestamps": f"""{F}diff
--- cart.js\t2026-11-01 10:00:00.000000000 +0000
+++ cart.js\t2026-11-01 10:01:00.000000000 +0000
@@ -8 +8 @@
-  return sum;
+  return Math.round(sum);
{F}""",
    "words behind the paths": f"""{F}diff
--- cart.js (original)
+++ cart.js (modified)
@@ -8 +8 @@
-  return sum;
+  return Math.round(sum);
{F}""",
    "folders that are not there": f"""{F}diff
--- a/src/shop/cart.js
+++ b/src/shop/cart.js
@@ -8 +8 @@
-  return sum;
+  return Math.round(sum);
{F}""",
    "wrong line numbers": f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@ -112,6 +119,9 @@
     sum += price(item);
   }}
-  return sum;
+  return Math.round(sum);
 }}
{F}""",
    "no numbers": f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@
   }}
-  return sum;
+  return Math.round(sum);
 }}
{F}""",
    "dots for numbers": f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@ ... @@
-  return sum;
+  return Math.round(sum);
{F}""",
    "no header of a hunk": f"""{F}diff
--- a/cart.js
+++ b/cart.js
   }}
-  return sum;
+  return Math.round(sum);
 }}
{F}""",
    "no header at all, path in the fence": f"""{F}diff cart.js
-  return sum;
+  return Math.round(sum);
{F}""",
    "no header at all, path above": f"""Change `cart.js`:

{F}diff
   }}
-  return sum;
+  return Math.round(sum);
 }}
{F}""",
    "no path anywhere": f"""{F}diff
@@ -8,1 +8,1 @@
-  return sum;
+  return Math.round(sum);
{F}""",
    "path as a comment": f"""{F}diff
// cart.js
-  return sum;
+  return Math.round(sum);
{F}""",
    "labelled as JavaScript": f"""{F}js
--- a/cart.js
+++ b/cart.js
@@ -8 +8 @@
-  return sum;
+  return Math.round(sum);
{F}""",
    "no fence": """Here is the patch:

diff --git a/cart.js b/cart.js
--- a/cart.js
+++ b/cart.js
@@ -7,3 +7,3 @@
   }
-  return sum;
+  return Math.round(sum);
 }

This rounds the total. Hope it helps!""",
    "context without its blank": f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@ -5,5 +5,5 @@
for (const item of items) {{
    sum += price(item);
}}
-  return sum;
+  return Math.round(sum);
}}
{F}""",
    "indented otherwise": f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@ -8 +8 @@
-return sum;
+return Math.round(sum);
{F}""",
    "tabs": f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@ -7,2 +7,2 @@
 \t}}
-\treturn sum;
+  return Math.round(sum);
{F}""",
    "blanks at the ends": f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@ -7,3 +7,3 @@
   }}  
-  return sum;   
+  return Math.round(sum);
 }} 
{F}""",
    "empty lines left out": f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@ -6,6 +6,6 @@
   }}
-  return sum;
+  return Math.round(sum);
 }}
 export function count(items) {{
   return items.length;
{F}""",
    "context that is wrong": f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@ -5,7 +5,7 @@
     sum = sum + price(item);
   }}
-  return sum;
+  return Math.round(sum);
 }}
 
 export function size(items) {{
{F}""",
    "code left out": f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@ -1,9 +1,9 @@
 export function total(items) {{
   // ... existing code ...
-  return sum;
+  return Math.round(sum);
 }}
{F}""",
    "whole file as a diff": f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@ -1,13 +1,13 @@
{SHOWN_WHOLE}{F}""",
    "all lines go and come": f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@ -1,13 +1,13 @@
{GONE}{COME}{F}""",
    "line ends of Windows": f"""{F}diff\r
--- a/cart.js\r
+++ b/cart.js\r
@@ -8 +8 @@\r
-  return sum;\r
+  return Math.round(sum);\r
{F}\r
""",
    "HTML entities": """```diff
--- a/cart.js
+++ b/cart.js
@@ -1 +1 @@
 import { price } from &quot;./price&quot;;
@@ -8 +8 @@
-  return sum;
+  return Math.round(sum);
```""",
    "no newline mark": f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@ -8 +8 @@
-  return sum;
\\ No newline at end of file
+  return Math.round(sum);
\\ No newline at end of file
{F}""",
    "never closed": f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@ -8 +8 @@
-  return sum;
+  return Math.round(sum);
""",
    "after a thought with another diff": f"""<think>
{F}diff
--- a/cart.js
+++ b/cart.js
@@ -8 +8 @@
-  return sum;
+  return Math.floor(sum);
{F}
No, rounded.
</think>
{F}diff
--- a/cart.js
+++ b/cart.js
@@ -8 +8 @@
-  return sum;
+  return Math.round(sum);
{F}""",
    "begin patch": """*** Begin Patch
*** Update File: cart.js
@@ export function total(items) {
   }
-  return sum;
+  return Math.round(sum);
 }
*** End Patch""",
    "begin patch in a fence": f"""{F}
*** Begin Patch
*** Update File: cart.js
@@
-  return sum;
+  return Math.round(sum);
*** End of File
*** End Patch
{F}""",
    "search and replace": f"""cart.js
{F}javascript
<<<<<<< SEARCH
  return sum;
=======
  return Math.round(sum);
>>>>>>> REPLACE
{F}""",
    "search and replace, path inside": f"""{F}
cart.js
<<<<<<< SEARCH
  return sum;
=======
  return Math.round(sum);
>>>>>>> REPLACE
{F}""",
    "search and replace, no fence, marked path": """**`cart.js`**:

<<<<<<< SEARCH
  }
  return sum;
}
=======
  }
  return Math.round(sum);
}
>>>>>>> REPLACE
""",
    "search and replace, no path": f"""{F}js
<<<<<<< SEARCH
  return sum;
=======
  return Math.round(sum);
>>>>>>> REPLACE
{F}""",
    "search and replace, part of a line": f"""cart.js
{F}
<<<<<<< SEARCH
return sum
=======
return Math.round(sum)
>>>>>>> REPLACE
{F}""",
    "search and replace, other marks": """cart.js
<<<<<<< ORIGINAL
return sum;
=======
return Math.round(sum);
>>>>>>> UPDATED
""",
    "search and replace, two blocks": f"""cart.js
{F}
<<<<<<< SEARCH
  return items.length;
=======
  return items.length;
>>>>>>> REPLACE
<<<<<<< SEARCH
  return sum;
=======
  return Math.round(sum);
>>>>>>> REPLACE
{F}""",
    "whole file, heading": f"### cart.js\n\n{F}js\n{ROUNDED}{F}\n",
    "whole file, title": f'{F}jsx title="cart.js"\n{ROUNDED}{F}\n',
    "whole file, comment": f"{F}js file=cart.js\n{ROUNDED}{F}\n",
    "whole file, path on the first line": f"{F}\ncart.js\n{ROUNDED}{F}\n",
    "whole file, path behind the language": f"{F}js:src/cart.js\n{ROUNDED}{F}\n",
    "whole file, no path": f"Here it is:\n\n{F}js\n{ROUNDED}{F}\n",
    "whole file, tag": f'<file path="cart.js">\n{ROUNDED}</file>',
    "both files, one unchanged": f"**cart.js**\n{F}js\n{ROUNDED}{F}\n\n**price.js**\n{F}js\n{PRICE}{F}\n",
    "diff, then the whole file": f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@ -8 +8 @@
-  return sum;
+  return Math.round(sum);
{F}

The complete `cart.js`:

{F}js
{ROUNDED}{F}
""",
    "whole file, then what changed": f"""`cart.js`:

{F}js
{ROUNDED}{F}

What changed:

{F}diff
--- a/cart.js
+++ b/cart.js
-  return sum;
+  return Math.round(sum);
{F}
""",
    "before and after": f"""Before, `cart.js`:

{F}js
{CART}{F}

After, `cart.js`:

{F}js
{ROUNDED}{F}
""",
    "with an example of use": f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@ -8 +8 @@
-  return sum;
+  return Math.round(sum);
{F}

{F}js
import {{ total }} from "./cart";
console.log(total([]));
{F}
""",
}

ROUNDS["the same diff twice"] = f"{ROUNDS['git']}\n\nSo, in short:\n\n{ROUNDS['no numbers']}\n\n{ROUNDS['no numbers']}"
for _name in ("no fence", "search and replace", "search and replace, no fence, marked path", "whole file, tag"):
    ROUNDS[f"{_name}, line ends of Windows"] = ROUNDS[_name].replace("\n", "\r\n")

# Answer to all files after the change.
OTHERS = {
    "two files in one diff": (
        f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@ -8 +8 @@
-  return sum;
+  return Math.round(sum);
--- a/price.js
+++ b/price.js
@@ -2 +2 @@
-  return item.cents / 100;
+  return item.euros;
{F}""",
        {"cart.js": ROUNDED, "price.js": EUROS},
    ),
    "a diff and a whole file": (
        f"{F}diff\n--- a/cart.js\n+++ b/cart.js\n@@ -8 +8 @@\n-  return sum;\n+  return Math.round(sum);\n{F}\n"
        f"price.js\n{F}js\n{EUROS}{F}\n",
        {"cart.js": ROUNDED, "price.js": EUROS},
    ),
    "two places without a header between": (
        f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@ -4,8 +4,9 @@
   let sum = 0;
+  if (!items) return 0;
-  return sum;
+  return Math.round(sum);
{F}""",
        {**GIVEN, "cart.js": MORE.replace("return sum;", "return Math.round(sum);")},
    ),
    "a line comes at a number": (
        f"{F}diff\n--- a/cart.js\n+++ b/cart.js\n@@ -4,0 +5 @@\n+  if (!items) return 0;\n{F}",
        {**GIVEN, "cart.js": MORE},
    ),
    "a line comes at the top": (
        f"{F}diff\n--- a/price.js\n+++ b/price.js\n@@ -0,0 +1 @@\n+// cents\n{F}",
        {**GIVEN, "price.js": f"// cents\n{PRICE}"},
    ),
    "second hunk after lines that came": (
        f"""{F}diff
--- a/cart.js
+++ b/cart.js
@@ -4,1 +4,2 @@
   let sum = 0;
+  if (!items) return 0;
@@ -8,1 +9,1 @@
-  return sum;
+  return Math.round(sum);
{F}""",
        {**GIVEN, "cart.js": MORE.replace("return sum;", "return Math.round(sum);")},
    ),
    "a new file": (
        f"{F}diff\n--- /dev/null\n+++ b/tax.js\n@@ -0,0 +1 @@\n+export const tax = 0.19;\n{F}",
        {**GIVEN, "tax.js": "export const tax = 0.19;\n"},
    ),
    "a new file by begin patch": (
        "*** Begin Patch\n*** Add File: tax.js\n+export const tax = 0.19;\n*** End Patch",
        {**GIVEN, "tax.js": "export const tax = 0.19;\n"},
    ),
    "a new file by its path": (
        f"`lib/tax.js`\n{F}js\nexport const tax = 0.19;\n{F}",
        {**GIVEN, "lib/tax.js": "export const tax = 0.19;\n"},
    ),
    "a new file by search and replace": (
        "tax.js\n<<<<<<< SEARCH\n=======\nexport const tax = 0.19;\n>>>>>>> REPLACE\n",
        {**GIVEN, "tax.js": "export const tax = 0.19;\n"},
    ),
    "a file goes": (
        f"{F}diff\ndiff --git a/price.js b/price.js\ndeleted file mode 100644\n--- a/price.js\n+++ /dev/null\n"
        f"@@ -1,3 +0,0 @@\n-export function price(item) {{\n-  return item.cents / 100;\n-}}\n{F}",
        {**GIVEN, "price.js": ""},
    ),
    "a file moves": (
        f"{F}diff\ndiff --git a/price.js b/cents.js\nsimilarity index 80%\nrename from price.js\nrename to cents.js\n"
        f"--- a/price.js\n+++ b/cents.js\n@@ -2 +2 @@\n-  return item.cents / 100;\n+  return item.euros;\n{F}",
        {**GIVEN, "price.js": "", "cents.js": EUROS},
    ),
    "nothing changes": (f"cart.js\n{F}js\n{CART}{F}\n", GIVEN),
}

# Answer to a part of the reason why it is refused.
REFUSED = {
    "a line that is not there": (
        f"{F}diff\n--- a/cart.js\n+++ b/cart.js\n@@ -8 +8 @@\n-  return result;\n+  return 1;\n{F}",
        "Hunk 1 of cart.js does not apply: the file has no line “return result;”.",
    ),
    "the second hunk": (
        f"{F}diff\n--- a/cart.js\n+++ b/cart.js\n@@ -8 +8 @@\n-  return sum;\n+  return 1;\n@@ -20 +20 @@\n-no\n{F}",
        "Hunk 2 of cart.js does not apply",
    ),
    "lines that are apart": (
        f"{F}diff\n--- a/cart.js\n+++ b/cart.js\n@@ -1 +1 @@\n-  return items.length;\n-  let sum = 0;\n{F}",
        "the file has its lines, but not together.",
    ),
    "search that finds nothing": (
        "cart.js\n<<<<<<< SEARCH\n  return result;\n=======\n  return 1;\n>>>>>>> REPLACE\n",
        "Hunk 1 of cart.js does not apply",
    ),
    "nowhere to add": (
        f"{F}diff\n--- a/cart.js\n+++ b/cart.js\n@@\n+// new\n{F}",
        "Hunk 1 of cart.js does not apply: it does not say where its lines belong.",
    ),
    "far behind the end": (
        f"{F}diff\n--- a/cart.js\n+++ b/cart.js\n@@ -400,0 +401 @@\n+// new\n{F}",
        "it adds lines at line 400, and the file has 13.",
    ),
    "a file that is not there": (
        f"{F}diff\n--- a/other.js\n+++ b/other.js\n@@ -1 +1 @@\n-a\n+b\n{F}",
        "Hunk 1 of other.js does not apply: there is no such file.",
    ),
    "out of the folder": (
        f"{F}diff\n--- a/../../etc/passwd\n+++ b/../../etc/passwd\n@@ -0,0 +1 @@\n+root\n{F}",
        "outside of the given files",
    ),
    "out of the folder to a known name": (
        f"{F}diff\n--- a/../cart.js\n+++ b/../cart.js\n@@ -8 +8 @@\n-  return sum;\n+  return 1;\n{F}",
        "outside of the given files",
    ),
    "from the root": (
        f"{F}diff\n--- /dev/null\n+++ /etc/cron.d/x\n@@ -0,0 +1 @@\n+x\n{F}",
        "outside of the given files",
    ),
    "a drive": (
        f"{F}diff\n--- /dev/null\n+++ C:\\x.js\n@@ -0,0 +1 @@\n+x\n{F}",
        "outside of the given files",
    ),
    "moved out": (
        f"{F}diff\ndiff --git a/price.js b/price.js\nrename from price.js\nrename to ../x.js\n{F}",
        "outside of the given files",
    ),
    "search and replace out of the folder": (
        "../../x.js\n<<<<<<< SEARCH\n=======\nx\n>>>>>>> REPLACE\n",
        "outside of the given files",
    ),
    "giant counts": (
        f"{F}diff\n--- a/cart.js\n+++ b/cart.js\n@@ -1,99999999999999999999 +1,1 @@\n-  return sum;\n+  return 1;\n{F}",
        "Hunk 1 of cart.js names lines that no file has",
    ),
    "too many hunks": (
        f"{F}diff\n--- a/cart.js\n+++ b/cart.js\n" + "@@ -1 +1 @@\n-a\n+b\n" * 300 + F,
        "more than 200 hunks",
    ),
}
