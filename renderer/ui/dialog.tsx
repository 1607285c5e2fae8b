import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import './dialog.css'

interface DialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: React.ReactNode
  readonly className?: string
  /** Shown for screen readers only, where the content speaks for itself. */
  readonly hideTitle?: boolean
  /** Asks something that a click beside it does not answer. */
  readonly isFirm?: boolean
}

export function Dialog(props: DialogProps) {
  const {
    title,
    isOpen,
    onClose,
    children,
    className = '',
    hideTitle = false,
    isFirm = false,
  } = props
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={open => !open && onClose()}
      isDismissable={!isFirm}
      className="scrim"
    >
      <Modal className={`dialog ${className}`}>
        <AriaDialog className="dialog-body">
          <Heading slot="title" className={hideTitle ? 'visually-hidden' : 'dialog-title'}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
