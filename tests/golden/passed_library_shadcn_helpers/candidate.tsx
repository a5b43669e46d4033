import { cva } from "class-variance-authority";
import { clsx, type ClassValue } from "clsx";
import { twMerge } from "tailwind-merge";
import { flexRender, getCoreRowModel, useReactTable } from "@tanstack/react-table";

const cn = (...values: ClassValue[]) => twMerge(clsx(values));
const button = cva("rounded", { variants: { size: { sm: "p-1", lg: "p-4" } }, defaultVariants: { size: "sm" } });
const data = [{ name: "Ada" }, { name: "Bob" }];
const columns = [{ accessorKey: "name", header: "Name" }];
export default function Answer() {
  const table = useReactTable({ data, columns, getCoreRowModel: getCoreRowModel() });
  return (
    <table className={cn(button({ size: "lg" }), "p-2")}><tbody>
      {table.getRowModel().rows.map((row) => <tr key={row.id}>{row.getVisibleCells().map((cell) => (
        <td key={cell.id}>{flexRender(cell.column.columnDef.cell, cell.getContext())}</td>))}</tr>)}
    </tbody></table>
  );
}
