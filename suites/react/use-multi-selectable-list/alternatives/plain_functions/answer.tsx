import { useState } from "react";

export const useMultiSelectableList = (list: any[] = [], initialSelectIndices: number[] = [0], allowUnselected = false) => {
  const [selected, setSelected] = useState(initialSelectIndices);
  const choose = (next: number[]) => {
    if (next.length || allowUnselected) setSelected(next);
  };
  const indexOf = ({ index, value }: any): number => index ?? list.indexOf(value);

  const controls = {
    toggleSelection: (item: any) => () => {
      const index = indexOf(item);
      if (index < 0) return;
      choose(selected.includes(index) ? selected.filter((each) => each !== index) : [...selected, index]);
    },
    updateSelections: ({ indices, values }: any) => () => choose(indices ?? [...list.keys()].filter((index) => values.includes(list[index]))),
    matchSelection: (item: any) => selected.includes(indexOf(item)),
  };

  return [[selected, selected.map((index) => list[index])], controls] as const;
};
