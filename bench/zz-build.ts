import { provinceOf } from '/work/main/bench/lib/province.ts'
const t=Date.now(); await provinceOf(1_000_000); console.log('built in', (Date.now()-t)/1000, 's')
