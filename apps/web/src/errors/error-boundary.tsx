import { Component, type ReactNode } from 'react'
import { CardPage } from '../components/card-page.tsx'
import { FaultScreen } from './fault-screen.tsx'

interface ErrorBoundaryProps {
  readonly children: ReactNode
}

interface ErrorBoundaryState {
  readonly failed: { readonly error: unknown } | null
}

/** The last net, under the router's own: whatever breaks, a person sees words and a way on. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { failed: null }

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { failed: { error } }
  }

  override render(): ReactNode {
    if (this.state.failed === null) return this.props.children
    return (
      <CardPage>
        <FaultScreen error={this.state.failed.error} onRetry={() => window.location.reload()} />
      </CardPage>
    )
  }
}
