import { useFaultWords } from './use-batch-words.ts'

interface Fault {
  title: string
  code: string
  text: string
}

/** What was refused, each with its reason. */
export function FaultList({ faults }: { faults: readonly Fault[] }) {
  const words = useFaultWords()
  return (
    <ul className="outcome">
      {faults.map((fault, index) => (
        <li key={`${fault.title} ${fault.code} ${index}`}>
          {fault.title !== '' && <span>{fault.title}</span>}
          <span className="hint">{words(fault)}</span>
        </li>
      ))}
    </ul>
  )
}
