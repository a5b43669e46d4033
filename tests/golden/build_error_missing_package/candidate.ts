import axios from "axios";
export const add = axios;
