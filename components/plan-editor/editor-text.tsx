import { CardContent } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';

interface EditorTextProps {
  text: string;
  error: string | undefined;
  onChange: (text: string) => void;
}

/** A plan as the text that the API takes: to copy from one place to another, or to edit at once. */
export function EditorText({ text, error, onChange }: EditorTextProps) {
  return (
    <CardContent>
      <Field
        label="The plan as JSON"
        description="limit: null is unlimited, 0 is not included. Windows are like “rolling 60000” (ms), “day UTC”, “month Asia/Kolkata 1”, “lifetime”, “concurrent”. Costs are in millionths of the currency; sizes: null is no uploads."
        {...(error === undefined ? {} : { error })}
      >
        <Textarea
          className="min-h-96 font-mono text-xs"
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
    </CardContent>
  );
}
