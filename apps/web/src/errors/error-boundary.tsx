import { Component, type ReactNode } from 'react'
import { CardPage } from '../components/card-page.tsx'
import { FaultScreen } from './fault-screen.tsx'

interface ErrorBoundaryProps {
  readonly children: ReactNode
}

interface ErrorBoundaryState {
  readonly failed: { readonly error: unknown } | null
}

/** Catches errors that the router's own boundaries do not. */
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
