import { Bar, BarChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";

const data = [{ name: "a", n: 1 }, { name: "b", n: 3 }];
export default () => (
  <div style={{ width: 400, height: 200 }}>
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={data}><XAxis dataKey="name" /><YAxis /><Tooltip /><Bar dataKey="n" isAnimationActive={false} /></BarChart>
    </ResponsiveContainer>
  </div>
);
