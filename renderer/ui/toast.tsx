import {
  Button,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import './toast.css'

interface Message {
  readonly text: string
  readonly tone: 'plain' | 'error'
  readonly action?: { readonly label: string; readonly run: () => void }
}

const messages = new ToastQueue<Message>({ maxVisibleToasts: 3 })

/** Says something that is over in a moment. What needs a decision belongs into a dialog. */
export function say(text: string, options: Partial<Omit<Message, 'text'>> = {}): void {
  const message: Message = { text, tone: 'plain', ...options }
  messages.add(message, message.tone === 'error' ? {} : { timeout: 6000 })
}

export function Toasts() {
  return (
    <ToastRegion queue={messages} className="toasts" aria-label="Messages">
      {({ toast }) => (
        <Toast toast={toast} className={`toast ${toast.content.tone}`}>
          <ToastContent className="toast-content">
            <Text slot="title">{toast.content.text}</Text>
          </ToastContent>
          {toast.content.action && (
            <Button className="button small" onPress={toast.content.action.run}>
              {toast.content.action.label}
            </Button>
          )}
          <Button slot="close" className="button quiet small">
            Close
          </Button>
        </Toast>
      )}
    </ToastRegion>
  )
}
